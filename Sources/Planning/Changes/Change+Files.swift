extension Change {
    /// Writes one variable of an environment file; nil takes it out. It is compared with what was found before, looked at afterwards, and
    /// goes back to what was found.
    ///
    /// - Parameters:
    ///   - isComparable: whether what stands there can be told.
    ///   - also: what must hold afterwards beside it.
    public static func variable(
        _ name: String, to value: String?, in file: String = ".env", found: String?, isComparable: Bool = true, also: [Verification] = [],
        confirmation: String? = nil, already: String = Change.isSo
    ) -> Change {
        let holds = Probe.fileVariable(name: name, value: value, file: file)
        return Change(
            .setVariable(name: name, value: value, file: file), before: found, after: value,
            precheck: isComparable ? .fileVariable(name: name, value: found, file: file) : nil,
            postchecks: [Verification(holds)] + also, settledBy: holds, undo: .setVariable(name: name, value: found, file: file),
            confirmation: confirmation, already: already)
    }

    /// Replaces one file of the Jarvis directory, in the same manner; files go by their SHA-256.
    ///
    /// - Parameter left: what it must hold before, where that is not what was found.
    public static func file(
        _ path: String, _ content: FileContent, found: String?, left: String?? = nil, confirmation: String? = nil, shown: String? = nil
    ) -> Change {
        let holds = Probe.fileIs(path: path, sha256: content.sha256)
        return Change(
            .writeFile(path: path, content), before: found, after: content.sha256, precheck: .fileIs(path: path, sha256: left ?? found),
            postchecks: [Verification(holds)], settledBy: holds, undo: found.map { .writeFile(path: path, .kept(sha256: $0)) },
            confirmation: confirmation, shown: shown)
    }
}
