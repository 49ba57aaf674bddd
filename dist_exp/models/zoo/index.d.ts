/** Named networks. */
import "./row_lstm.js";
import "./bi_rnn.js";
import "./cnn_rnn.js";
import "./alex_net.js";
import "./res_net.js";
import "./re_net.js";
import "./attention_rnn.js";
export { Network } from "./network.js";
export { buildNetwork, type NetworkDefinition, type NetworkInput, networks, registerNetwork, } from "./registry.js";
export { SequenceAutoencoder } from "./sequence_autoencoder.js";
