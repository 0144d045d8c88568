//! The JSON Schema of each kind of file, for editors: made from the types that read them, so that it cannot say
//! something else.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::form::Answers;
use crate::incident::Situation;
use crate::network::{Amount, Network};
use crate::parameters::Parameter;

/// The files that have a schema.
pub const FILES: &[&str] = &["network", "answers", "parameters", "situation"];

/// The schema (draft 2020-12) of a file of [`FILES`].
pub fn schema(file: &str) -> Option<Value> {
    match file {
        "network" => Some(network()),
        "answers" => Some(answers()),
        "parameters" => Some(parameters()),
        "situation" => Some(situation()),
        _ => None,
    }
}

/// The schema of a network: [`Network`] as JSON.
pub fn network() -> Value {
    of::<Network>()
}

/// The schema of one institution's answers to the form: [`Answers`] as JSON or TOML.
pub fn answers() -> Value {
    of::<Answers>()
}

/// The schema of a file that sets parameters of the model: `word = 3` or `word = "1..2..4"` for each that is set.
pub fn parameters() -> Value {
    of::<ParametersFile>()
}

/// The schema of what is known of an incident: [`Situation`] as JSON or TOML.
pub fn situation() -> Value {
    of::<Situation>()
}

fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().into()
}

/// Stands for a file of parameters.
struct ParametersFile;

impl JsonSchema for ParametersFile {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Parameters".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> schemars::Schema {
        let amount = generator.subschema_for::<Amount>();
        let property = |parameter: &Parameter| {
            let (low, likely, high) = parameter.range();
            let about = format!(
                "{} In {}; {likely}, between {low} and {high}. {}",
                parameter.about(),
                parameter.unit(),
                parameter.source()
            );
            let mut property = amount.clone();
            property.insert("description".to_owned(), about.into());
            (parameter.word().to_owned(), property.into())
        };
        let properties: serde_json::Map<String, Value> = Parameter::ALL.iter().map(property).collect();
        json_schema!({
            "description": "Parameters of the model that differ from their defaults.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false
        })
    }
}
