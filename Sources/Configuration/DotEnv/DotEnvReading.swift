extension DotEnvEditor {
    /// A file as both readers see it.
    struct Reading {
        let bytes: [UInt8]
        let name: String
        let ours: DotEnv
        let theirs: [DotEnvBinding]

        init(_ bytes: [UInt8], _ name: String) {
            self.bytes = bytes
            self.name = name
            ours = DotEnv(bytes)
            theirs = DotEnvScanner(bytes).bindings
        }

        private var ourLines: [Int] { ours.entries.filter { $0.name == name }.map(\.line) }
        private var theirBindings: [DotEnvBinding] { theirs.filter { bytes[$0.name].elementsEqual(name.utf8) } }

        /// The lines that either reader takes for the variable.
        var lines: [Int] { ourLines + theirBindings.map(\.line) }

        /// The value to edit: the last one, when both readers mean the same; nil when neither finds any.
        func target() throws(DotEnvEditError) -> (line: Int, value: DotEnvBinding.Value)? {
            let last = theirBindings.last
            guard let line = ourLines.last else {
                guard let last else { return nil }
                throw .line(
                    last.line, last.value == nil ? "names \(name) without a value" : "sets \(name) in a way that only docker-compose reads")
            }
            guard let last, last.line >= line else {
                if let around = theirs.first(where: { $0.line < line && line <= $0.lastLine }) {
                    throw .line(line, "stands inside the quoted value that begins in line \(around.line)")
                }
                throw .line(line, "sets \(name) in a way that docker-compose does not read")
            }
            guard let value = last.value else { throw .line(last.line, "names \(name) without a value") }
            guard last.line == line else { throw .line(last.line, "sets \(name) in a way that only docker-compose reads") }
            guard !value.spansLines else { throw .line(line, "gives \(name) a value over several lines") }
            return (line, value)
        }

        /// Whether both readers see the new value, and everything else as before.
        func check(_ value: String, at line: Int, since before: Reading, isNew: Bool) throws(DotEnvEditError) {
            guard ours[name] == value, ours.entries.last(where: { $0.name == name })?.line == line,
                let last = theirBindings.last, last.line == line, let text = last.value?.text, bytes[text].elementsEqual(value.utf8),
                ours.unreadableLines == before.ours.unreadableLines,
                ours.entries.filter({ $0.line != line }) == before.ours.entries.filter({ $0.line != line }),
                others(but: line) == before.others(but: line), theirs.count == before.theirs.count + (isNew ? 1 : 0)
            else { throw .line(line, "would not be read as meant after the edit") }
        }

        /// What the other reader finds elsewhere, in bytes.
        private func others(but line: Int) -> [[UInt8]] {
            theirs.filter { $0.line != line }.map { Array(bytes[$0.name]) + [0x3D] + ($0.value.map { Array(bytes[$0.text]) } ?? [0]) }
        }
    }
}
