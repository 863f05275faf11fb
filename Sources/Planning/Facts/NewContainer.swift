public import Mesh

extension Facts {
    /// Whether a container made now would run with the flag; nil when that cannot be told.
    ///
    /// Where the compose file passes all of `.env`, the file decides. Where it passes variables by name, only those count: the older
    /// variable may then decide although `.env` sets the present one.
    ///
    /// - Parameter seesEnvironment: whether compose is started with this program's own environment, which beats `.env`.
    public func newContainerRuns(_ flag: MeshFlag, seesEnvironment: Bool) -> Bool? {
        // An override may say on, whatever the file that was read and `.env` say.
        if service.isComposedOfMore { return nil }
        let fact = flags[flag]
        // What the compose file writes out beats `.env` and the environment alike.
        let literal = service.literalFlags[flag.variable]
        if let literal { return MeshFlags.isTrue(literal) }
        if let older = service.literalFlags[flag.legacyVariable], !mayBeGiven(flag) { return MeshFlags.isTrue(older) }
        guard let passed = service.passedVariables else {
            return !seesEnvironment || fact.configured == fact.effective ? fact.configured : nil
        }
        let own = (seesEnvironment ? fact.environmentValue : nil) ?? fact.fileValue
        let legacy = (seesEnvironment ? fact.legacyEnvironmentValue : nil) ?? fact.legacyFileValue
        let deciding = (passed.contains(flag.variable) ? own : nil) ?? (passed.contains(flag.legacyVariable) ? legacy : nil)
        return deciding.map(MeshFlags.isTrue) ?? false
    }

    /// Whether the present variable may reach a new container: then the older one does not count.
    private func mayBeGiven(_ flag: MeshFlag) -> Bool {
        let isPassed = service.passedVariables?.contains(flag.variable) ?? true
        return isPassed && (flags[flag].fileValue != nil || flags[flag].environmentValue != nil)
    }

    /// The same facts after a variable of `.env` was written; nil takes it out.
    public func writing(_ name: String, _ value: String?) -> Facts {
        guard let flag = MeshFlag(variable: name) else { return self }
        var facts = self
        if name == flag.variable { facts.flags[flag].fileValue = value } else { facts.flags[flag].legacyFileValue = value }
        return facts
    }
}
