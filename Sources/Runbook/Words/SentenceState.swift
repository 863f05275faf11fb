extension SentenceReader {
    /// What the words so far left standing.
    struct State {
        /// What a command is without any word about itself, and behind a colon.
        var direct = Verdict.meant
        var announced = Verdict.meant
        /// The verb whose object a command may be.
        var verb: Int?
        /// Nothing was said yet but a negation.
        var isBare = true
        var isSubordinate = false
        /// A negated order that named no command so far: "do not leave before `x` has run" asks for it.
        var mayDemand = false
        /// What is negated is to go on: "do not proceed until this returns OK: `x`" asks for what it announces too.
        var holdsUp = false
        /// Called needless or unwise was a deed of its own, so that another order begins anew.
        var hasOwnDeed = false
        var isForbidding: Bool { if case .forbidden = announced { true } else { false } }
        var isOpen: Bool { direct == .meant && announced == .meant }
    }
}
