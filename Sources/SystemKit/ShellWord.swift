/// Words of commands that people copy into a shell.
public enum ShellWord {
    /// As it is where it needs no quotes, else in single ones.
    public static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/:.,_-@%+=".contains($0)) }
        return isPlain && !word.isEmpty
            ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
