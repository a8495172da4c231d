//! Makes one automaton of the phrases of the lexicon and the names of families: a tree of their words, in which the words that a stem stands
//! for are told from each other.

use crate::automaton::{Dictionary, Name, Number, State, hash};
use crate::grammar::{Phrase, Tags};
use crate::word_sets::{self, START_LETTERS, WORD_BITS, start_bit};
use std::collections::{BTreeMap, BTreeSet};

/// What words lead to.
#[derive(Debug, Clone, Default)]
struct Node {
    tags: Tags,
    license: Tags,
    names: Vec<Name>,
    begins_name: bool,
    children: BTreeMap<String, usize>,
}

pub(crate) fn make(phrases: &[Phrase], names: &[(String, Name)]) -> Dictionary {
    let mut nodes = vec![Node::default()];
    for phrase in phrases {
        let node = add(&mut nodes, &phrase.words, false);
        (nodes[node].tags, nodes[node].license) = (phrase.tags, phrase.license);
    }
    for (words, name) in names {
        assert!(!words.contains('*'), "the name `{words}` has a stem");
        let node = add(&mut nodes, words, true);
        nodes[node].names.push(*name);
    }
    let words: BTreeSet<&String> = nodes.iter().flat_map(|node| node.children.keys()).collect();
    let (stems, words): (Vec<&str>, Vec<&str>) =
        words.into_iter().map(String::as_str).partition(|word| word.ends_with('*'));
    // By number; 0 is no word. Without their stars stems have another order.
    let stems: BTreeSet<&str> = stems.into_iter().map(|stem| stem.trim_end_matches('*')).collect();
    let all: Vec<&str> = std::iter::once("").chain(stems.iter().copied()).chain(words).collect();
    let mut made = Dictionary { text: all.concat(), ..Dictionary::default() };
    let mut end = 0;
    for word in &all {
        end += word.len();
        made.ends.push(number(end));
    }
    add_look_up(&mut made, &all, stems.len());
    add_states(&mut made, &nodes, &all, stems.len());
    made
}

/// The node that the words of a phrase lead to.
fn add(nodes: &mut Vec<Node>, phrase: &str, is_name: bool) -> usize {
    phrase.split(' ').fold(0, |node, word| {
        let new = nodes.len();
        let child = *nodes[node].children.entry(word.to_owned()).or_insert(new);
        if child == new {
            nodes.push(Node::default());
        }
        nodes[child].begins_name |= is_name;
        child
    })
}

/// Adds that by which words find their numbers.
fn add_look_up(made: &mut Dictionary, all: &[&str], stems: usize) {
    made.slots = vec![0; (all.len() * 4).next_power_of_two()];
    for (at, word) in all.iter().enumerate().skip(stems + 1) {
        let mut slot = hash(word.as_bytes()) % made.slots.len();
        while made.slots[slot] != 0 {
            slot = (slot + 1) % made.slots.len();
        }
        made.slots[slot] = number(at);
    }
    made.beginnings = vec![0; WORD_BITS / 64];
    for (at, stem) in all[..=stems].iter().enumerate() {
        let is_longer = |other: &usize| *other > 0 && stem.starts_with(all[*other]);
        made.shorter.push(number((0..at).rev().find(is_longer).unwrap_or_default()));
        if at > 0 {
            assert!(stem.len() >= START_LETTERS, "the stem `{stem}` is short");
            word_sets::add(&mut made.beginnings, start_bit(stem.as_bytes()));
        }
    }
}

/// A state before it has a place: what ends there, and by which word it leads to which other state.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Made {
    tags: Tags,
    license: Tags,
    begins_name: bool,
    names: Vec<Name>,
    edges: Vec<(Number, usize)>,
}

/// Adds the states. Those from which the same words lead to the same tags and names are one.
fn add_states(made: &mut Dictionary, nodes: &[Node], all: &[&str], stems: usize) {
    let sets = sets(nodes, all, stems);
    // From the last on, since a set leads only to later ones: what is alike has been found to be when a state is compared.
    let mut places: BTreeMap<Made, usize> = BTreeMap::new();
    let mut states = vec![Made::default()];
    let mut place_of = vec![0; sets.len()];
    for (at, (set, next)) in sets.iter().enumerate().skip(1).rev() {
        let of_set = || set.iter().map(|node| &nodes[*node]);
        let state = Made {
            tags: of_set().fold(0, |tags, node| tags | node.tags),
            license: of_set().fold(0, |tags, node| tags | node.license),
            begins_name: of_set().any(|node| node.begins_name),
            names: of_set().flat_map(|node| &node.names).copied().collect(),
            edges: next.iter().map(|(word, to)| (number(*word), place_of[*to])).collect(),
        };
        place_of[at] = *places.entry(state).or_insert_with_key(|state| {
            states.push(state.clone());
            states.len() - 1
        });
    }
    made.first = vec![0; all.len()];
    for (word, to) in &sets[0].1 {
        made.first[*word] = number(place_of[*to]);
    }
    for state in states.iter().chain([&Made::default()]) {
        made.states.push(State {
            tags: state.tags,
            license: state.license,
            begins_name: state.begins_name,
            edges: number(made.edges.len()),
            names: number(made.names.len()),
        });
        made.edges.extend(state.edges.iter().map(|(word, to)| (*word, number(*to))));
        made.names.extend(&state.names);
    }
}

/// The sets of the nodes that the same words lead to, each with the words that lead on from it and the set that each leads to.
fn sets(nodes: &[Node], all: &[&str], stems: usize) -> Vec<(BTreeSet<usize>, BTreeMap<usize, usize>)> {
    let numbers: BTreeMap<&str, usize> = (stems + 1..all.len()).map(|at| (all[at], at)).collect();
    let numbers_of = |label: &str| -> Vec<usize> {
        match label.strip_suffix('*') {
            Some(stem) => (1..all.len()).filter(|at| all[*at].starts_with(stem)).collect(),
            None => vec![numbers[label]],
        }
    };
    let labels: BTreeSet<&String> = nodes.iter().flat_map(|node| node.children.keys()).collect();
    let matching: BTreeMap<&String, Vec<usize>> = labels.into_iter().map(|label| (label, numbers_of(label))).collect();
    let mut sets = vec![(BTreeSet::from([0]), BTreeMap::new())];
    let mut places: BTreeMap<BTreeSet<usize>, usize> = BTreeMap::new();
    let mut at = 0;
    while at < sets.len() {
        let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (label, child) in sets[at].0.iter().flat_map(|node| &nodes[*node].children) {
            for word in &matching[label] {
                next.entry(*word).or_default().insert(*child);
            }
        }
        for (word, set) in next {
            let to = *places.entry(set.clone()).or_insert_with(|| {
                sets.push((set, BTreeMap::new()));
                sets.len() - 1
            });
            sets[at].1.insert(word, to);
        }
        at += 1;
    }
    sets
}

fn number(of: usize) -> Number {
    u16::try_from(of).unwrap_or_else(|_| panic!("the lexicon is too large"))
}
