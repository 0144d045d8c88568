//! An alert as XML, in the order of the schema (CAP §3.4).

use crate::xml::Writer;
use crate::{Alert, Area, Circle, Info, NAMESPACE, NamedValue, Point, Reference, Resource, list};

/// The alert as an XML text in UTF-8, without a declaration or space between elements: it is its own canonical form,
/// with and without Exclusive XML Canonicalization. What no XML text may hold becomes "�"; see [`Alert::check`].
pub fn write(alert: &Alert) -> String {
    let mut xml = Writer::default();
    xml.nest("alert", &[("xmlns", NAMESPACE)], |xml| write_alert(xml, alert));
    xml.0
}

fn write_alert(xml: &mut Writer, alert: &Alert) {
    xml.element("identifier", &alert.identifier);
    xml.element("sender", &alert.sender);
    xml.element("sent", alert.sent);
    xml.element("status", alert.status.code());
    xml.element("msgType", alert.msg_type.code());
    xml.elements("source", &alert.source);
    xml.element("scope", alert.scope.code());
    xml.elements("restriction", &alert.restriction);
    xml.elements("addresses", some(list::join(&alert.addresses)));
    xml.elements("code", &alert.codes);
    xml.elements("note", &alert.note);
    xml.elements("references", some(separated(&alert.references, reference)));
    xml.elements("incidents", some(list::join(&alert.incidents)));
    alert.infos.iter().for_each(|info| xml.nest("info", &[], |xml| write_info(xml, info)));
}

fn write_info(xml: &mut Writer, info: &Info) {
    xml.element("language", &info.language);
    xml.elements("category", info.categories.iter().map(|category| category.code()));
    xml.element("event", &info.event);
    xml.elements("responseType", info.response_types.iter().map(|response| response.code()));
    xml.element("urgency", info.urgency.code());
    xml.element("severity", info.severity.code());
    xml.element("certainty", info.certainty.code());
    xml.elements("audience", &info.audience);
    write_values(xml, "eventCode", &info.event_codes);
    xml.elements("effective", info.effective);
    xml.elements("onset", info.onset);
    xml.elements("expires", info.expires);
    xml.elements("senderName", &info.sender_name);
    xml.elements("headline", &info.headline);
    xml.elements("description", &info.description);
    xml.elements("instruction", &info.instruction);
    xml.elements("web", &info.web);
    xml.elements("contact", &info.contact);
    write_values(xml, "parameter", &info.parameters);
    info.resources.iter().for_each(|resource| xml.nest("resource", &[], |xml| write_resource(xml, resource)));
    info.areas.iter().for_each(|area| xml.nest("area", &[], |xml| write_area(xml, area)));
}

fn write_resource(xml: &mut Writer, resource: &Resource) {
    xml.element("resourceDesc", &resource.description);
    xml.element("mimeType", &resource.mime_type);
    xml.elements("size", resource.size);
    xml.elements("uri", &resource.uri);
    xml.elements("derefUri", &resource.deref_uri);
    xml.elements("digest", &resource.digest);
}

fn write_area(xml: &mut Writer, area: &Area) {
    xml.element("areaDesc", &area.description);
    xml.elements("polygon", area.polygons.iter().map(|points| separated(points, point)));
    xml.elements("circle", area.circles.iter().map(circle));
    write_values(xml, "geocode", &area.geocodes);
    xml.elements("altitude", area.altitude);
    xml.elements("ceiling", area.ceiling);
}

fn write_values(xml: &mut Writer, name: &str, values: &[NamedValue]) {
    for NamedValue { name: value_name, value } in values {
        xml.nest(name, &[], |xml| {
            xml.element("valueName", value_name);
            xml.element("value", value);
        });
    }
}

/// An empty list is not written.
fn some(list: String) -> Option<String> {
    (!list.is_empty()).then_some(list)
}

fn separated<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(" ")
}

fn reference(reference: &Reference) -> String {
    format!("{},{},{}", reference.sender, reference.identifier, reference.sent)
}

fn point(point: &Point) -> String {
    format!("{},{}", point.latitude, point.longitude)
}

fn circle(circle: &Circle) -> String {
    format!("{} {}", point(&circle.centre), circle.radius)
}
