"""The Sphinx project that the embed is tried in."""

project = "Breakfast"
html_theme = "alabaster"
html_static_path = ["_static"]
html_js_files = [("https://example.org/asyncio101/asyncio101.js", {"type": "module"})]
