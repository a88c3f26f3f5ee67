//! Mutations that know what a line, a token and a value are.

use serde_json::Value;

/// A stream of numbers that a seed decides (xorshift64*).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap_or(0) % n.max(1)
    }

    pub(super) fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// One of several words, as text.
    pub(super) fn word(&mut self, words: &[Vec<u8>]) -> String {
        String::from_utf8_lossy(self.one(words).as_slice()).trim_matches('"').to_owned()
    }
}

/// Words, quoted texts and signs; the blanks between them are tokens of their own.
pub(super) fn tokens(text: &[u8]) -> Vec<&[u8]> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.%".contains(&byte) || byte >= 0x80;
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = match rest[0] {
            b'"' => rest[1..].iter().position(|byte| *byte == b'"' || *byte == b'\n').map_or(1, |end| end + 2),
            b' ' => rest.iter().take_while(|byte| **byte == b' ').count(),
            byte if is_word(byte) => rest.iter().take_while(|byte| is_word(**byte)).count(),
            _ => 1,
        };
        tokens.push(&rest[..length.min(rest.len())]);
        at += length;
    }
    tokens
}

/// A text with one to six mutations; `others` are texts that lines come from.
pub(super) fn text(bytes: &[u8], dice: &mut Dice, words: &[Vec<u8>], others: &[&[u8]]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    // Most texts have few mutations, so that many still read and what lies behind the readers is reached.
    let times = 1 + dice.below(6) * dice.below(2);
    for _ in 0..times {
        bytes = match dice.below(10) {
            0 => by_bytes(bytes, dice, words),
            1 | 2 => by_lines(&bytes, dice, others),
            _ => by_tokens(&bytes, dice, words),
        };
    }
    bytes
}

fn by_bytes(mut bytes: Vec<u8>, dice: &mut Dice, words: &[Vec<u8>]) -> Vec<u8> {
    let at = dice.below(bytes.len() + 1);
    let end = (at + dice.below(12)).min(bytes.len());
    match dice.below(4) {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        2 => drop(bytes.splice(at..end, dice.one(words).clone())),
        _ if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap_or(0),
        _ => {}
    }
    bytes
}

fn by_lines(bytes: &[u8], dice: &mut Dice, others: &[&[u8]]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (n, m) = (dice.below(lines.len()), dice.below(lines.len()));
    match dice.below(5) {
        0 => drop(lines.remove(n)),
        1 => lines.insert(m, lines[n]),
        2 => lines.swap(n, m),
        3 => drop(lines.drain(n..(n + dice.below(12)).min(lines.len()))),
        _ => {
            let other = dice.one(others);
            let from: Vec<&[u8]> = other.split(|byte| *byte == b'\n').collect();
            let start = dice.below(from.len());
            let end = (start + 1 + dice.below(12)).min(from.len());
            lines.splice(n..n, from[start..end].iter().copied());
        }
    }
    lines.join(&b'\n')
}

fn by_tokens(bytes: &[u8], dice: &mut Dice, words: &[Vec<u8>]) -> Vec<u8> {
    let mut tokens = tokens(bytes);
    if tokens.is_empty() {
        return dice.one(words).clone();
    }
    let spot = |dice: &mut Dice| {
        // Blanks are tokens, but nothing comes of changing them.
        let mut n = dice.below(tokens.len());
        while n + 1 < tokens.len() && tokens[n][0] == b' ' {
            n += 1;
        }
        n
    };
    let (n, m) = (spot(dice), spot(dice));
    let word = dice.one(words);
    let number;
    match dice.below(8) {
        0 => tokens.swap(n, m),
        1 => drop(tokens.remove(n)),
        2 => tokens[n] = tokens[m],
        3 => tokens.insert(n, word),
        4 | 5 => {
            number = numbered(tokens[n], dice);
            tokens[n] = &number;
        }
        _ => tokens[n] = word,
    }
    tokens.concat()
}

/// A token with its first number scaled.
fn numbered(token: &[u8], dice: &mut Dice) -> Vec<u8> {
    let Some(start) = token.iter().position(u8::is_ascii_digit) else { return token.to_vec() };
    let digits = token[start..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let text = String::from_utf8_lossy(&token[start..start + digits]).into_owned();
    let factor = *dice.one(&[0.0, 1e-9, 0.01, 0.5, 0.9, 1.1, 2.0, 10.0, 1000.0, 1e6, 1e12, -1.0]);
    let number = text.parse::<f64>().map_or(text.clone(), |number| (number * factor).to_string());
    [&token[..start], number.as_bytes(), &token[start + digits..]].concat()
}

/// JSON with values moved, lost and replaced.
pub(super) fn json(value: &Value, dice: &mut Dice, words: &[Vec<u8>]) -> Value {
    let mut pointers = Vec::new();
    all(value, &mut String::new(), &mut pointers);
    let mut edited = value.clone();
    for _ in 0..=dice.below(4) {
        let to = dice.one(&pointers).clone();
        let from = dice.one(&pointers).clone();
        let new = match dice.below(5) {
            0 => value.pointer(&from).cloned().unwrap_or(Value::Null),
            1 => Value::Null,
            2 => dice.word(words).into(),
            3 => {
                let factor = *dice.one(&[0.0, -1.0, 0.5, 1.01, 2.0, 1e6, 1e300]);
                value.pointer(&to).and_then(Value::as_f64).map_or(Value::from(-1), |number| (number * factor).into())
            }
            _ => {
                let (above, key) = to.rsplit_once('/').unwrap_or_default();
                match edited.pointer_mut(above) {
                    Some(Value::Object(map)) => drop(map.remove(key)),
                    Some(Value::Array(list)) if !list.is_empty() => {
                        let n = key.parse().unwrap_or(0).min(list.len() - 1);
                        list.remove(n);
                    }
                    _ => {}
                }
                continue;
            }
        };
        if let Some(place) = edited.pointer_mut(&to) {
            *place = new;
        }
    }
    edited
}

pub(super) fn all(value: &Value, at: &mut String, pointers: &mut Vec<String>) {
    let mut below = |key: &str, inner: &Value| {
        let length = at.len();
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        all(inner, at, pointers);
        at.truncate(length);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| below(key, inner)),
        Value::Array(list) => list.iter().enumerate().for_each(|(n, inner)| below(&n.to_string(), inner)),
        _ => {}
    }
    pointers.push(at.clone());
}
