// The engine on the tests' clock.

import "./clock.js";
import "./engine/worker.js";
