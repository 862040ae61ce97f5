//! How interpreters are set up.

use rustpython_vm::Settings;

/// Those of a program's interpreter.
pub(crate) fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.utf8_mode = 1;
    // Interpreters are built before their program is known, and with it its seed.
    settings.hash_seed = Some(0);
    // There is no site-packages; what `site` adds to the builtins is in python/_tab_library.py.
    settings.import_site = false;
    settings
}
