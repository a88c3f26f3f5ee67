//! The tables of a plan as Parquet: a file a table, numbers in full precision, for `DuckDB`, Polars and whatever else reads columns.

use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde_json::Value;

use super::table::Table;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Whether,
    Text,
}

/// A table as a file; equal tables give equal bytes.
#[must_use]
pub fn file(table: &Table) -> Vec<u8> {
    written(table).expect("a table of numbers and words has a column type each, and memory takes any write")
}

fn written(table: &Table) -> Result<Vec<u8>, ParquetError> {
    let kinds: Vec<Kind> = (0..table.columns.len()).map(|place| kind(table, place)).collect();
    let fields = table.heads().iter().zip(&kinds).map(|(head, kind)| field(head, *kind)).collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder(&table.name).with_fields(fields).build()?;
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by("capplan".into()).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
    let mut rows = writer.next_row_group()?;
    for (place, kind) in kinds.iter().enumerate() {
        column(&mut rows, table, place, *kind)?;
    }
    rows.close()?;
    writer.close()?;
    Ok(bytes)
}

/// A number has a unit, also in a plan where every row of it is absent.
fn kind(table: &Table, place: usize) -> Kind {
    let mut cells = table.rows.iter().map(|row| &row[place]);
    if table.units.get(place).is_some_and(Option::is_some) {
        Kind::Number
    } else if cells.clone().any(Value::is_boolean) && cells.all(|cell| cell.is_boolean() || cell.is_null()) {
        Kind::Whether
    } else {
        Kind::Text
    }
}

fn field(head: &str, kind: Kind) -> Result<Arc<Type>, ParquetError> {
    let builder = match kind {
        Kind::Number => Type::primitive_type_builder(head, Physical::DOUBLE),
        Kind::Whether => Type::primitive_type_builder(head, Physical::BOOLEAN),
        Kind::Text => Type::primitive_type_builder(head, Physical::BYTE_ARRAY)
            .with_converted_type(ConvertedType::UTF8)
            .with_logical_type(Some(LogicalType::String)),
    };
    builder.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
}

fn column(
    rows: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>,
    table: &Table,
    place: usize,
    kind: Kind,
) -> Result<(), ParquetError> {
    let cells = || table.rows.iter().map(|row| &row[place]);
    let there: Vec<i16> = cells().map(|cell| i16::from(!cell.is_null())).collect();
    let mut writer = rows.next_column()?.expect("the schema has a column for each of the table");
    match kind {
        Kind::Number => {
            let values: Vec<f64> = cells().filter_map(Value::as_f64).collect();
            writer.typed::<DoubleType>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Whether => {
            let values: Vec<bool> = cells().filter_map(Value::as_bool).collect();
            writer.typed::<BoolType>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Text => {
            let text = |cell: &Value| match cell {
                Value::String(text) => ByteArray::from(text.as_str()),
                other => ByteArray::from(other.to_string().as_str()),
            };
            let values: Vec<ByteArray> = cells().filter(|cell| !cell.is_null()).map(text).collect();
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
    }
    writer.close()
}
