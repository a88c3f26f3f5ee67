//! What makes power divide itself over the lines of a network.

/// How flows on lines are decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FlowLaw {
    /// A line carries what the plan likes, up to its rating.
    #[default]
    Transport,
    /// Direct-current power flow: what a line carries follows from the angles at its ends.
    Dc,
}

/// Which outages a plan survives without being changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Security {
    /// None is looked at.
    #[default]
    None,
    /// That of any one circuit.
    OneOut,
}

/// How strongly a circuit answers to the angle across it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Admittance {
    /// Series reactance, per unit on the base power of the model; never zero, may be negative.
    Reactance(f64),
    /// MW a radian; never zero, may be negative.
    Susceptance(f64),
}

/// The electrical data of a circuit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Circuit {
    /// How strongly it answers; `None` only where flows obey no law.
    pub admittance: Option<Admittance>,
    /// Series resistance, per unit on the base power; at least zero.
    pub resistance: f64,
    /// Turns ratio of a transformer at its start; 1 for a line.
    pub tap: f64,
    /// Degrees by which a phase shifter at its start turns the angle.
    pub shift: f64,
    /// Degrees: the angle at its start less the angle at its end is at least this.
    pub angle_min: Option<f64>,
    /// Degrees: the angle at its start less the angle at its end is at most this.
    pub angle_max: Option<f64>,
}

impl Default for Circuit {
    fn default() -> Self {
        Self { admittance: None, resistance: 0.0, tap: 1.0, shift: 0.0, angle_min: None, angle_max: None }
    }
}
