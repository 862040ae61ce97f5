//! What the arguments and the environment mean to the interpreter.
//!
//! The rules are [CPython's](https://docs.python.org/3/using/cmdline.html): a `PYTHON*` variable that is empty
//! counts as not set, an option on the command line wins over its variable, and `-E` or `-I` shuts the
//! environment out.

use std::env;
use std::ffi::OsString;

use rustpython_vm::Settings;

use super::arguments::{Program, RunArguments};

/// The interpreter's settings for `arguments`.
///
/// # Errors
///
/// One line about a value that makes no sense.
pub(super) fn resolve(arguments: &RunArguments) -> Result<Settings, String> {
    let environment = Environment { ignored: arguments.isolated || arguments.ignore_environment };
    let mut settings = Settings::default();

    settings.argv = argv(arguments);
    settings.isolated = arguments.isolated;
    settings.ignore_environment = environment.ignored;
    settings.import_site = !arguments.no_site;
    settings.bytes_warning = arguments.bytes_warning.into();
    settings.optimize = arguments.optimize.max(environment.count("PYTHONOPTIMIZE"));
    settings.verbose = arguments.verbose.max(environment.count("PYTHONVERBOSE"));
    settings.user_site_directory =
        !(arguments.isolated || arguments.no_user_site || environment.is_set("PYTHONNOUSERSITE"));
    settings.safe_path = arguments.isolated || arguments.safe_path || environment.is_set("PYTHONSAFEPATH");
    settings.write_bytecode = !(arguments.no_bytecode || environment.is_set("PYTHONDONTWRITEBYTECODE"));
    settings.buffered_stdio = !(arguments.unbuffered || environment.is_set("PYTHONUNBUFFERED"));
    settings.path_list = environment.paths("PYTHONPATH");

    settings.dev_mode = environment.is_set("PYTHONDEVMODE");
    settings.faulthandler = environment.is_set("PYTHONFAULTHANDLER");
    settings.warn_default_encoding = environment.is_set("PYTHONWARNDEFAULTENCODING");
    settings.code_debug_ranges = !environment.is_set("PYTHONNODEBUGRANGES");
    settings.hash_seed = match environment.text("PYTHONHASHSEED").as_deref() {
        None if arguments.seed.is_some() => Some(0),
        None | Some("random") => None,
        Some(seed) => Some(seed.parse().map_err(|_| {
            "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]".to_owned()
        })?),
    };
    for (variable, option) in [
        ("PYTHONINTMAXSTRDIGITS", "int_max_str_digits"),
        ("PYTHONUTF8", "utf8"),
        ("PYTHON_CPU_COUNT", "cpu_count"),
        ("PYTHON_THREAD_INHERIT_CONTEXT", "thread_inherit_context"),
    ] {
        if let Some(value) = environment.text(variable) {
            set(&mut settings, option, Some(&value))
                .map_err(|wanted| format!("{variable} must be {wanted}"))?;
        }
    }
    for option in &arguments.extra {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option.as_str(), None),
        };
        set(&mut settings, name, value).map_err(|wanted| format!("-X {name} must be {wanted}"))?;
        settings.xoptions.push((name.to_owned(), value.map(str::to_owned)));
    }
    if settings.utf8_mode < 0 {
        // The interpreter does not ask the locale; text is UTF-8 unless somebody says otherwise.
        settings.utf8_mode = 1;
    }
    settings.faulthandler |= settings.dev_mode;
    if let Some(io) = environment.text("PYTHONIOENCODING") {
        let (encoding, errors) = io.split_once(':').unwrap_or((&io, ""));
        settings.stdio_encoding = (!encoding.is_empty()).then(|| encoding.to_owned());
        settings.stdio_errors = (!errors.is_empty()).then(|| errors.to_owned());
    }
    settings.warnoptions = warnings(arguments, &environment, settings.dev_mode);
    Ok(settings)
}

/// `sys.argv` as the program first sees it. For a module, `runpy` puts its file in the place of `-m`.
fn argv(arguments: &RunArguments) -> Vec<String> {
    let first = match &arguments.program {
        None => "",
        Some(Program::Stdin) => "-",
        Some(Program::Code(_)) => "-c",
        Some(Program::Module(_)) => "-m",
        Some(Program::File(file)) => file,
    };
    std::iter::once(first).chain(arguments.arguments.iter().map(String::as_str)).map(str::to_owned).collect()
}

/// `sys.warnoptions`: whoever comes later has the last word.
fn warnings(arguments: &RunArguments, environment: &Environment, dev_mode: bool) -> Vec<String> {
    let mut options = Vec::new();
    if dev_mode {
        options.push("default".to_owned());
    }
    if let Some(list) = environment.text("PYTHONWARNINGS") {
        options.extend(
            list.split(',').map(|option| option.trim().to_owned()).filter(|option| !option.is_empty()),
        );
    }
    options.extend(arguments.warnings.iter().cloned());
    match arguments.bytes_warning {
        0 => {}
        1 => options.push("default::BytesWarning".to_owned()),
        _ => options.push("error::BytesWarning".to_owned()),
    }
    options
}

/// Sets what an `-X` option or its variable sets. Options of others (`-X importtime`) are left to those who
/// read `sys._xoptions`.
///
/// # Errors
///
/// What the value should have been.
fn set(settings: &mut Settings, option: &str, value: Option<&str>) -> Result<(), &'static str> {
    match option {
        "dev" => settings.dev_mode = true,
        "faulthandler" => settings.faulthandler = true,
        "warn_default_encoding" => settings.warn_default_encoding = true,
        "no_debug_ranges" => settings.code_debug_ranges = false,
        "utf8" => settings.utf8_mode = if switch(value.or(Some("1")))? { 1 } else { 0 },
        "thread_inherit_context" => settings.thread_inherit_context = switch(value)?,
        "cpu_count" => {
            settings.cpu_count = match value {
                Some("default") => None,
                _ => Some(
                    parse(value)
                        .filter(|&count: &std::num::NonZeroI32| count.get() > 0)
                        .ok_or("\"default\" or an integer greater than 0")?,
                ),
            };
        }
        "int_max_str_digits" => {
            settings.int_max_str_digits = parse(value)
                .filter(|&digits| digits == 0 || digits >= 640)
                .ok_or("an integer that is at least 640, or 0 for no limit")?;
        }
        _ => {}
    }
    Ok(())
}

fn switch(value: Option<&str>) -> Result<bool, &'static str> {
    match value {
        Some("1") => Ok(true),
        Some("0") => Ok(false),
        _ => Err("0 or 1"),
    }
}

fn parse<T: std::str::FromStr>(value: Option<&str>) -> Option<T> {
    value?.parse().ok()
}

/// The `PYTHON*` variables, unless they are to be ignored.
struct Environment {
    ignored: bool,
}

impl Environment {
    fn raw(&self, name: &str) -> Option<OsString> {
        if self.ignored {
            return None;
        }
        env::var_os(name).filter(|value| !value.is_empty())
    }

    fn is_set(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.raw(name)?.into_string().ok()
    }

    /// For the variables that stand for an option given so many times: a number, or anything else for once.
    fn count(&self, name: &str) -> u8 {
        self.raw(name).map_or(0, |value| value.to_str().and_then(|value| value.parse().ok()).unwrap_or(1))
    }

    fn paths(&self, name: &str) -> Vec<String> {
        let Some(value) = self.raw(name) else {
            return Vec::new();
        };
        env::split_paths(&value).filter_map(|path| path.into_os_string().into_string().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settings as they are without any `PYTHON*` variable.
    fn resolve_alone(arguments: RunArguments) -> Result<Settings, String> {
        resolve(&RunArguments { ignore_environment: true, ..arguments })
    }

    fn extra(option: &str) -> Result<Settings, String> {
        resolve_alone(RunArguments { extra: vec![option.to_owned()], ..RunArguments::default() })
    }

    #[test]
    fn argv_starts_with_what_is_run() {
        for (program, first) in [
            (None, ""),
            (Some(Program::Stdin), "-"),
            (Some(Program::Code("pass".to_owned())), "-c"),
            (Some(Program::Module("timeit".to_owned())), "-m"),
            (Some(Program::File("a.py".to_owned())), "a.py"),
        ] {
            let arguments =
                RunArguments { program, arguments: vec!["x".to_owned()], ..RunArguments::default() };
            assert_eq!(argv(&arguments), [first, "x"]);
        }
    }

    #[test]
    fn isolated_means_three_things() {
        let settings = resolve(&RunArguments { isolated: true, ..RunArguments::default() }).unwrap();
        assert!(settings.isolated && settings.ignore_environment && settings.safe_path);
        assert!(!settings.user_site_directory);
    }

    #[test]
    fn the_last_warning_option_has_the_last_word() {
        let arguments = RunArguments {
            warnings: vec!["error".to_owned()],
            extra: vec!["dev".to_owned()],
            bytes_warning: 2,
            ..RunArguments::default()
        };
        let settings = resolve_alone(arguments).unwrap();
        assert_eq!(settings.warnoptions, ["default", "error", "error::BytesWarning"]);
        assert!(settings.dev_mode && settings.faulthandler);
    }

    #[test]
    fn extra_options_reach_sys_xoptions_and_have_their_effect() {
        let settings = extra("int_max_str_digits=0").unwrap();
        assert_eq!(settings.int_max_str_digits, 0);
        assert_eq!(settings.xoptions, [("int_max_str_digits".to_owned(), Some("0".to_owned()))]);
        assert_eq!(extra("cpu_count=3").unwrap().cpu_count.map(i32::from), Some(3));
    }

    #[test]
    fn values_that_make_no_sense_are_named() {
        for option in ["int_max_str_digits=5", "cpu_count=0", "utf8=2", "thread_inherit_context"] {
            let name = option.split('=').next().unwrap();
            assert!(extra(option).err().unwrap().contains(name), "{option}");
        }
    }
}
