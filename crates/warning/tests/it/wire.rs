//! Requests of which a test sees every byte: programs with a key, and browsers that send files.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use testkit::{Actor, Page};
use tower::ServiceExt;
use web::session::{self, Holder};

use crate::house::{House, Person};

const BOUNDARY: &str = "paraat-test-boundary";

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// As a page a person sees.
    pub fn page(&self) -> Page {
        Page { status: self.status, path: String::new(), html: self.text() }
    }
}

/// One request of a program, with these headers.
pub async fn fetch(house: &House, path: &str, headers: &[(&str, &str)]) -> Answer {
    fetch_from(house.router.clone(), path, headers).await
}

/// One request of a program to a certain node.
pub async fn fetch_from(router: Router, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(router, Method::GET, path, headers, Body::empty()).await
}

async fn send(router: Router, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let path = path.strip_prefix("http://paraat.test").unwrap_or(path);
    let request = Request::builder().method(method).uri(path).header("accept-language", "en");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let response = router.oneshot(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

/// One part of a form with files: name, file name (empty for a plain field) and content.
pub type Part<'a> = (&'a str, &'a str, &'a [u8]);

/// Sends a form with files as a browser of this person does.
pub async fn upload(house: &House, person: &Person, path: &str, parts: &[Part<'_>]) -> Answer {
    let holder = Holder::Person { id: &person.id, seat_id: &person.seat.id };
    let cookie = session::start(&house.app, holder, "test").await.unwrap();
    let cookie = cookie.to_str().unwrap().to_owned();
    let mut actor = Actor::new(house.router.clone()).with_cookie(&cookie);
    let tokens = actor.get("/account").await.attributes("input[name=_token]", "value");
    let token = tokens.into_iter().find(|token| !token.is_empty()).unwrap();
    let mut body = Vec::new();
    for (name, file, content) in [("_token", "", token.as_bytes())].iter().chain(parts) {
        let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let cookie = cookie.split(';').next().unwrap();
    let router = house.router.clone();
    send(router, Method::POST, path, &[("cookie", cookie), ("content-type", &kind)], Body::from(body)).await
}
