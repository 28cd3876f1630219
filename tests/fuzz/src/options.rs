//! `--seed S --instructions N` and the like.

/// The number after `name`, or the usual one.
pub fn number(name: &str, usual: u64) -> u64 {
    let args: Vec<String> = std::env::args().collect();
    let Some(at) = args.iter().position(|arg| arg == name) else {
        return usual;
    };
    let text = args.get(at + 1).map_or("", String::as_str).replace('_', "");
    text.parse().unwrap_or_else(|_| {
        eprintln!("{name} wants a number");
        std::process::exit(2)
    })
}

pub fn given(name: &str) -> bool {
    std::env::args().any(|arg| arg == name)
}
