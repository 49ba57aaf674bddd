/** All exporters of kernels. */
import "./avg_pool2d_forward.js";
import "./batch_norm_inference.js";
import "./binary.js";
import "./conv2d_forward.js";
import "./gemm.js";
import "./layer_norm_forward.js";
import "./log_softmax_forward.js";
import "./max_pool2d_forward.js";
import "./recurrent_forward.js";
import "./reduce.js";
import "./resample2d_forward.js";
import "./softmax_forward.js";
import "./strided_copy.js";
import "./unary_forward.js";
