// Starts the page. A script of its own, because a strict Content-Security-Policy allows none inside a page.
import start from "../pkg/asyncio101_app.js";

start();
