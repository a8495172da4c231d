//! `fix`: what it changes and what it never touches.

mod agreements;
mod edits;
mod fixtures;
mod property;
mod trees;
