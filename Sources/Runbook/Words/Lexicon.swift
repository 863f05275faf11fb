/// What a word or a phrase does in a sentence.
enum Sense: String, CaseIterable {
    /// Says nothing about what is done: please, then, remember to.
    case lead
    /// Not, never; and what after a negation asks for the thing all the same: hesitate, forget, skip.
    case negation, friendly
    /// Forbids what follows it, wherever it stands: no need to, a bad idea.
    case ban
    /// Negations and bans of other languages: one of them anywhere is enough.
    case foreign
    /// Forbids its object: avoid, hands off. And objects for which avoiding is no order about a command: downtime.
    case avoid, harm
    /// Takes what follows it out: instead of, except.
    case exclude
    /// Says that what follows is meant: but, instead.
    case contrast
    case and, or
    /// Begins a clause that is no order: if, whether, who.
    case subordinate
    /// Deeds in the imperative; those that mean running a command; and the kinds of deed that decide about their objects.
    case order, run, look, delegate, edit, end, prefer, undo
    /// Deeds that do something else with what they name than running it: click, discuss.
    case names
    /// To go on with what comes next.
    case proceed
    /// What of a command is undone: its effects.
    case effect
    /// You, we; somebody else; the beginning of a subject; what stands for the command itself.
    case reader, person, subject, pointing
    case modal, finite
    /// Statements: who runs, what is printed, what heals, what is done to mend.
    case runs, says, helps, mends
    /// Nouns: what heals, what is printed, what a line of a file is called, what runs, what is told to do something by a command.
    case remedy, output, text, process, machine
    /// Who is asked for help.
    case people
    case means
    /// Directly in front of a command: not its order (for, about).
    case aside
    /// Calls a command retired or bad; says what harm it does; that it is under way or over.
    case ill, harms, happens
    /// Speaks well of it: the only words behind "is" that leave a command to be run.
    case good
    /// Wrong, accidental: in front of a command.
    case wrong
    /// Labels of what is only shown; phrases that say so anywhere.
    case label, shown
    /// May stand beside a label: way, command.
    case labelled
}

/// The vocabulary, made ready to be looked up.
struct Lexicon {
    struct Entry: Sendable {
        let sense: Sense
        /// Words that do the same.
        let phrases: [String]
        /// A sentence, with `@` for the phrase: `touch a` is not to be done in it, `touch b` is.
        let example: String
    }

    struct Match: Equatable {
        let sense: Sense
        let length: Int
    }

    private var phrases: [String: [(rest: [String], sense: Sense)]] = [:]

    static let standard = Lexicon(Vocabulary.entries)

    init(_ entries: [Entry]) {
        for entry in entries {
            for phrase in entry.phrases {
                let words = phrase.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "/") }.compactMap(String.init)
                guard let first = words.first else { continue }
                phrases[first, default: []].append((Array(words.dropFirst()), entry.sense))
            }
        }
    }

    /// What the tokens from a place on are known to be.
    func matches(_ tokens: [Token], at place: Int) -> [Match] {
        guard tokens[place].isWord, let found = phrases[tokens[place].text] else { return [] }
        return found.compactMap { rest, sense in
            guard place + rest.count < tokens.count else { return nil }
            for (offset, word) in rest.enumerated() where tokens[place + 1 + offset].text != word { return nil }
            return Match(sense: sense, length: rest.count + 1)
        }
    }
}
