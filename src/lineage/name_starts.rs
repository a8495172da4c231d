//! The start of a name as a number; shared with the build, which marks the starts of all known models.

/// How many numbers there are: those of fifteen bits.
pub(crate) const COUNT: usize = 1 << 15;

/// The number of the first six letters and digits of a name, whatever their case.
pub(crate) fn start(name: &str) -> usize {
    let first = name.bytes().filter(u8::is_ascii_alphanumeric).take(6);
    let sum = first.fold(0u32, |sum, byte| sum.wrapping_mul(0x0100_0193) ^ u32::from(byte.to_ascii_lowercase()));
    (sum.wrapping_mul(0x9E37_79B9) >> 17) as usize
}
