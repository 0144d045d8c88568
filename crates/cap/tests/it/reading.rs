//! What is read of others, and what is refused.

use crate::samples::{full, plain, some, texts};
use cap::{
    MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_EMBEDDED, MAX_TEXT, ReadError, Reason, read,
    write,
};

fn reason(text: &str) -> Reason {
    read(text.as_bytes()).expect_err(text).reason
}

/// The plain alert, with one part of its text changed.
fn changed(from: &str, to: &str) -> String {
    let text = write(&plain());
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The plain alert, with something else in its element "event".
fn event(text: &str) -> String {
    changed("<event>Gijzelsoftware", &format!("<event>{text}"))
}

#[test]
fn prefixes_spaces_comments_and_hints_at_a_schema_do_not_matter() {
    let text = "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n<!-- from elsewhere -->\r\n\
        <cap:alert xmlns:cap='urn:oasis:names:tc:emergency:cap:1.2'\r\n \
        xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a b'>\r\n\
        \t<cap:identifier>\r\n 2026-0001 </cap:identifier>\r\n\t<c:sender xmlns:c='urn:oasis:names:tc:emergency:cap:1.2'>\
        csirt.<!-- -->example</c:sender>\r\n\
        <cap:sent> 2026-11-25T03:10:00+01:00 </cap:sent><cap:status>Actual\n</cap:status>\
        <cap:msgType>Alert</cap:msgType><cap:scope><![CDATA[Public]]></cap:scope>\
        <cap:info ><cap:language>nl-BE</cap:language><cap:category>Infra</cap:category>\
        <cap:event>Gijzel&#115;oftw&#x61;re</cap:event><cap:urgency>Unknown</cap:urgency>\
        <cap:severity>Unknown</cap:severity><cap:certainty>Unknown</cap:certainty></cap:info></cap:alert>\r\n";
    assert_eq!(read(text.as_bytes()), Ok(plain()));
}

#[test]
fn a_text_is_kept_as_it_is_but_for_line_ends() {
    let alert = read(event(" a\r\nb\rc&#xD;\n&lt;&gt;&amp;&quot;&apos;<![CDATA[<&]]>  ").as_bytes()).unwrap();
    assert_eq!(alert.infos[0].event, " a\nb\nc\r\n<>&\"'<&  ");
}

#[test]
fn information_without_a_language_is_in_american_english() {
    let alert = read(changed("<language>nl-BE</language>", "").as_bytes()).unwrap();
    assert_eq!(alert.infos[0].language, "en-US");
}

#[test]
fn a_signature_of_any_kind_is_passed_over() {
    let signature = "<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#' Id='s'><ds:KeyInfo><x509 \
        xmlns='urn:x' a='1'>text</x509><empty/></ds:KeyInfo></ds:Signature>";
    assert_eq!(read(changed("</alert>", &format!("{signature}\n</alert>")).as_bytes()), Ok(plain()));
    assert_eq!(read(changed("<info>", &format!("{signature}<info>")).as_bytes()), Ok(plain()));
    let elsewhere = changed("</info>", &format!("{signature}</info>"));
    assert_eq!(reason(&elsewhere), Reason::Namespace("http://www.w3.org/2000/09/xmldsig#".to_owned()));
}

#[test]
fn lists_are_read_with_and_without_quotes() {
    let cases: [(&str, Option<&[&str]>); 9] = [
        ("", Some(&[])),
        (" \n ", Some(&[])),
        ("a", Some(&["a"])),
        (" a\n\tb ", Some(&["a", "b"])),
        ("\"a b\" c \"d\"", Some(&["a b", "c", "d"])),
        ("a\"b", Some(&["a\"b"])),
        ("\"a", None),
        ("\"a\"b", None),
        ("\"\"", None),
    ];
    for (list, items) in cases {
        let text = changed(
            "</scope>",
            &format!("</scope><addresses>{list}</addresses><incidents>{list}</incidents>"),
        );
        let alert = read(text.as_bytes());
        assert_eq!(alert.as_ref().ok().map(|alert| alert.addresses.clone()), items.map(texts), "{list:?}");
        assert_eq!(alert.ok().map(|alert| alert.incidents), items.map(texts), "{list:?}");
    }
}

#[test]
fn an_older_version_is_named_when_it_is_refused() {
    for older in ["urn:oasis:names:tc:emergency:cap:1.1", "http://www.incident.com/cap/1.0"] {
        let error = read(changed("urn:oasis:names:tc:emergency:cap:1.2", older).as_bytes()).unwrap_err();
        assert_eq!(error.reason, Reason::Older(older.to_owned()));
        assert!(error.to_string().contains("only CAP 1.2"), "{error}");
    }
}

#[test]
fn what_makes_xml_dangerous_is_refused() {
    let doctype = "<!DOCTYPE alert [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>";
    assert_eq!(reason(&format!("{doctype}{}", event("&b;"))), Reason::DocType);
    assert_eq!(reason(&event("&b;")), Reason::Entity("b".to_owned()));
    assert_eq!(reason(&event("&nbsp;")), Reason::Entity("nbsp".to_owned()));
    assert_eq!(reason(&event("<?php echo 1 ?>")), Reason::Instruction);
    assert_eq!(reason(&event("<?xml version=\"1.0\"?>")), Reason::Instruction);
    assert_eq!(reason(&format!("\n<?xml version=\"1.0\"?>{}", write(&plain()))), Reason::Instruction);
    assert_eq!(
        reason(&format!("<?xml version=\"1.0\" encoding=\"latin1\"?>{}", write(&plain()))),
        Reason::Encoding
    );
    assert_eq!(read(b"\xff\xfe<\0").unwrap_err().reason, Reason::Encoding);
    assert_eq!(reason(&event("\u{1b}")), Reason::Character(0x1b));
    assert_eq!(reason(&event("&#27;")), Reason::Character(0x1b));
    assert_eq!(reason(&event("&#xFFFE;")), Reason::Character(0xfffe));
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for text in [
        event("&#0;"),
        event("&#x110000;"),
        event("&#xD800;"),
        event("&#;"),
        event("&amp"),
        event("&"),
        changed("</event>", "</even>"),
        changed("<event>", "<event xmlns:a='urn:a' xmlns:a='urn:a'>"),
        changed("<event>", "<event a>"),
        changed("</alert>", "</alert"),
    ] {
        assert!(matches!(reason(&text), Reason::Malformed(_)), "{text}: {}", reason(&text));
    }
    for text in ["", " ", "<!-- -->", "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>"] {
        assert_eq!(reason(text), Reason::Unfinished, "{text:?}");
    }
    for text in [format!("x{}", write(&plain())), write(&plain()) + "x", write(&plain()) + "&#32;"] {
        assert_eq!(reason(&text), Reason::StrayText, "{text}");
    }
}

#[test]
fn only_the_elements_of_the_schema_are_read() {
    let unexpected = [
        write(&plain()) + "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'></alert>",
        changed("<info>", "<extra></extra><info>"),
        changed("<sender>", "<extra></extra><sender>"),
        changed("</sender>", "</sender><sender>second</sender>"),
        changed("<scope>", "<note></note><scope>"),
        changed("<event>", "<event>e</event><event>"),
        event("<b>bold</b>"),
        changed(
            "</info>",
            "<area><areaDesc>a</areaDesc><ceiling>1</ceiling><altitude>1</altitude></area></info>",
        ),
    ];
    for text in unexpected {
        assert_eq!(reason(&text), Reason::Unexpected, "{text}");
    }
    for (element, missing) in [
        ("<sender>csirt.example</sender>", "sender"),
        ("<scope>Public</scope>", "scope"),
        ("<category>Infra</category>", "category"),
        ("<certainty>Unknown</certainty>", "certainty"),
    ] {
        assert_eq!(reason(&changed(element, "")), Reason::Missing(missing));
    }
    assert_eq!(reason(&changed("<info>", "<info>text")), Reason::StrayText);
    assert_eq!(reason(&changed("<event>", "<event lang='nl'>")), Reason::Attribute("lang".to_owned()));
    assert_eq!(
        reason(&changed("<event>", "<event xml:lang='nl'>")),
        Reason::Attribute("xml:lang".to_owned())
    );
    assert_eq!(reason("<alert></alert>"), Reason::Namespace(String::new()));
    assert_eq!(reason("<x:alert></x:alert>"), Reason::Namespace("x".to_owned()));
    let info = "<info xmlns='urn:oasis:names:tc:emergency:cap:1.2'></info>";
    assert_eq!(reason(info), Reason::Root("info".to_owned()));
    assert_eq!(reason(&changed("<info>", "<info xmlns=''>")), Reason::Namespace(String::new()));
}

#[test]
fn a_value_is_what_the_element_is_for() {
    let area =
        |inside: &str| changed("</info>", &format!("<area><areaDesc>a</areaDesc>{inside}</area></info>"));
    let resource = |size: &str| {
        let inside = format!("<resourceDesc>a</resourceDesc><mimeType>a/b</mimeType><size>{size}</size>");
        changed("</info>", &format!("<resource>{inside}</resource></info>"))
    };
    let texts = [
        changed("Actual", "actual"),
        changed("Alert</msgType>", "Warning</msgType>"),
        changed("Infra", "CBRN"),
        changed("Infra", ""),
        changed("+01:00", "Z"),
        changed("</scope>", "</scope><references>a,b</references>"),
        changed("</scope>", "</scope><references>a,b,2026-11-25T03:10:00Z</references>"),
        changed("</scope>", "</scope><references>a,b,2026-11-25T03:10:00+01:00,d</references>"),
        area("<polygon>1,2 3</polygon>"),
        area("<polygon>1,2 3,x</polygon>"),
        area("<circle>1,2</circle>"),
        area("<circle>1,2 3 4</circle>"),
        area("<altitude>1e5</altitude>"),
        area("<altitude>inf</altitude>"),
        area("<altitude>NaN</altitude>"),
        area("<altitude></altitude>"),
        area(&format!("<altitude>1{}</altitude>", "0".repeat(400))),
        resource("-1"),
        resource("1.5"),
        resource("18446744073709551616"),
    ];
    for text in texts {
        assert!(matches!(reason(&text), Reason::Value { .. }), "{text}: {}", reason(&text));
    }
    let sent = read(changed("+01:00", "Z").as_bytes()).unwrap_err();
    assert_eq!(
        sent.to_string(),
        "line 1, column 117, alert/sent: \"2026-11-25T03:10:00Z\" is not a time such as 2026-11-25T03:10:00+01:00, its \
         offset in digits and never as Z (CAP §3.3.2)"
    );
}

#[test]
fn an_error_says_where_it_is() {
    let text = write(&plain()).replace("><", ">\n<").replace("<event>", "<!-- é🏥 --><event>");
    let error = read(text.replace("<event>", "<event a=\"1\">").as_bytes()).unwrap_err();
    let element = "alert/info/event".to_owned();
    assert_eq!(error, ReadError { line: 11, column: 12, element, reason: Reason::Attribute("a".to_owned()) });
    let error = read(text.replace("Infra", "\u{1}").as_bytes()).unwrap_err();
    assert_eq!((error.line, error.column), (10, 11));
    let error = read(text.replace("<urgency>Unknown", "<urgency>&x;").as_bytes()).unwrap_err();
    assert_eq!((error.line, error.column, error.element.as_str()), (12, 10, "alert/info/urgency"));
    let error = read(text.replace("<scope>Public</scope>\n", "").as_bytes()).unwrap_err();
    assert_eq!((error.line, error.element.as_str(), error.reason), (1, "alert", Reason::Missing("scope")));
}

#[test]
fn a_message_is_read_within_limits() {
    let long = |length| event(&"x".repeat(length));
    assert!(read(long(MAX_TEXT).as_bytes()).is_ok());
    assert_eq!(reason(&long(MAX_TEXT + 1)), Reason::TooLong(MAX_TEXT));
    assert_eq!(reason(&event(&"&lt;".repeat(MAX_TEXT + 1))), Reason::TooLong(MAX_TEXT));

    let mut with_file = full();
    with_file.infos.truncate(1);
    with_file.infos[0].resources[0].deref_uri = Some("x".repeat(MAX_EMBEDDED));
    assert!(read(write(&with_file).as_bytes()).is_ok());
    with_file.infos[0].resources[0].deref_uri = Some("x".repeat(MAX_EMBEDDED + 1));
    assert_eq!(reason(&write(&with_file)), Reason::TooLong(MAX_EMBEDDED));

    let mut many = plain();
    many.codes = vec!["x".to_owned(); MAX_ELEMENTS - 15];
    many.note = some("");
    assert!(read(write(&many).as_bytes()).is_ok());
    many.source = some("");
    assert_eq!(reason(&write(&many)), Reason::TooMany);

    let spaces = |length| write(&plain()) + &" ".repeat(length - write(&plain()).len());
    assert!(read(spaces(MAX_BYTES).as_bytes()).is_ok());
    assert_eq!(reason(&spaces(MAX_BYTES + 1)), Reason::TooLarge);

    let signature = |depth| {
        let (open, close) = ("<a>".repeat(depth), "</a>".repeat(depth));
        let start = "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'>";
        changed("</alert>", &format!("{start}{open}{close}</Signature></alert>"))
    };
    assert!(read(signature(MAX_DEPTH - 2).as_bytes()).is_ok());
    assert_eq!(reason(&signature(MAX_DEPTH - 1)), Reason::TooDeep);
    assert_eq!(reason(&event(&"<event>".repeat(MAX_DEPTH))), Reason::TooDeep);

    let declarations = |count| (0..count).map(|n| format!(" xmlns:n{n}='urn:n'")).collect::<String>();
    assert!(read(changed("<info", &format!("<info{}", declarations(MAX_ATTRIBUTES))).as_bytes()).is_ok());
    let too_many = changed("<info", &format!("<info{}", declarations(MAX_ATTRIBUTES + 1)));
    assert_eq!(reason(&too_many), Reason::TooManyAttributes);
}
