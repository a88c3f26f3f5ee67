//! `capplan schema`: the JSON Schema of a file.

use super::args::{Schema, SchemaOf};
use super::say;
use crate::fault::Fault;
use crate::plan::types::Plan;

pub(super) fn run(args: &Schema) -> Result<(), Fault> {
    let schema = match args.of {
        SchemaOf::Plan => schemars::schema_for!(Plan).to_value(),
        SchemaOf::Model => crate::input::schema(),
    };
    say::data(&schema)
}
