//! Files of other programs -> the text of a model folder, with what could not be carried over in words.

pub mod matpower;
pub mod pypsa;

/// A file of the model, by its path in the model's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Where it goes.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// A model made of another program's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// What was carried over, in a few words.
    pub said: Vec<String>,
    /// The files.
    pub files: Vec<Made>,
    /// What was not carried over, one sentence each.
    pub left_out: Vec<String>,
}
