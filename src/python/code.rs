//! Whose code some code is: the program's own, or the library's.

/// What a file of the library's is called on every platform; nothing for one of the program's own.
///
/// `path` is what the code says of itself. `main` is what the program's own code is called there, such as `<string>`: of
/// other code that lies in no file, the library made it, as `dataclass` does.
pub(super) fn library_file(path: &str, main: &str) -> Option<String> {
    if let Some((_, rest)) = path.split_once("/lib/python3.") {
        return Some(rest.split_once('/').map_or(rest, |(_, file)| file).to_owned());
    }
    if path.starts_with('<') {
        return (path != main).then(|| path.to_owned());
    }
    // What is compiled into the engine is called by its module's name.
    if !path.contains('/') && !path.ends_with(".py") {
        let file = if path == "asyncio" { "asyncio/__init__".to_owned() } else { path.replace('.', "/") };
        return Some(format!("{file}.py"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::library_file;

    #[test]
    fn files_of_the_library_are_called_alike_everywhere() {
        for path in ["/opt/x/lib/python3.14/asyncio/queues.py", "asyncio.queues"] {
            assert_eq!(library_file(path, "main.py").as_deref(), Some("asyncio/queues.py"));
        }
        assert_eq!(library_file("asyncio", "main.py").as_deref(), Some("asyncio/__init__.py"));
        assert_eq!(library_file("main.py", "main.py"), None);
        assert_eq!(library_file("<string>", "<string>"), None);
        assert_eq!(library_file("<string>", "main.py").as_deref(), Some("<string>"));
    }
}
