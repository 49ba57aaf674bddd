import "./learners/index.js";
