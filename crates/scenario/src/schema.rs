//! The JSON Schema of each kind of file, for editors: made from the types that read them, so that it cannot say
//! something else.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::format::{Artefact, Challenge, Exercise, Inject, Measure, Overlay, Question, Test, World};

/// The files that have a schema.
pub const FILES: &[&str] =
    &["exercise", "world", "injects", "artefacts", "challenges", "measures", "survey", "overlay", "test"];

/// The schema (draft 2020-12) of a file of [`FILES`].
pub fn schema(file: &str) -> Option<Value> {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = match file {
        "exercise" => generator.into_root_schema_for::<Exercise>(),
        "world" => generator.into_root_schema_for::<World>(),
        "injects" => generator.into_root_schema_for::<Vec<Inject>>(),
        "artefacts" => generator.into_root_schema_for::<Vec<Artefact>>(),
        "challenges" => generator.into_root_schema_for::<Vec<Challenge>>(),
        "measures" => generator.into_root_schema_for::<Vec<Measure>>(),
        "survey" => generator.into_root_schema_for::<Vec<Question>>(),
        "overlay" => generator.into_root_schema_for::<Overlay>(),
        "test" => generator.into_root_schema_for::<Test>(),
        _ => return None,
    };
    Some(schema.into())
}
