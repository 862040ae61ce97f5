// Starts the course. A script of its own, because a strict Content-Security-Policy allows none inside a page.
import start from "../pkg/course.js";

start();
