// The engine, telling its marks.

import "./marks.js";
import "./engine/worker.js";
