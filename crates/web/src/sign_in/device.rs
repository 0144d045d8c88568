//! A browser's description of itself, as a person would say it.

/// Browser and system, as `Firefox, Windows`. What is unknown is left out; nothing is made up.
pub(crate) fn name(user_agent: &str) -> String {
    // Order matters: Edge and Opera also call themselves Chrome, and Chrome also calls itself Safari.
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [find(&BROWSERS), find(&SYSTEMS)].into_iter().flatten().collect();
    if parts.is_empty() { user_agent.chars().take(40).collect() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_device_is_named_as_people_call_it() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0";
        assert_eq!(name(edge), "Edge, Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 \
                     Mobile/15E148 Safari/604.1";
        assert_eq!(name(phone), "Safari, iPhone");
        assert_eq!(name("curl/8.1"), "curl/8.1");
        assert_eq!(name(""), "");
    }
}
