extension ReadingProgram {
    static let dig = ReadingProgram(
        names: ["dig"], reads: "What a name server answers.",
        refuses: "`-f` and `-k`, which read files of the machine; `-y`, a key on the command line; forms of output that are not listed.",
        accepted: ["dig +short example.org", "dig @127.0.0.1 example.org MX +time=2 +tries=1"],
        refused: ["dig -f names", "dig -k key x", "dig +qr x"],
        isReading: { arguments in
            let forms: Set<Substring> = [
                "short", "noall", "answer", "nocmd", "nocomments", "nostats", "trace", "tcp", "time", "tries", "noedns",
            ]
            let marked = arguments.filter { $0.hasPrefix("+") }
            guard marked.allSatisfy({ forms.contains($0.dropFirst().prefix { $0 != "=" }) }) else { return false }
            let options = KnownOptions(flags: "46", valued: "xptc")
            return options.operands(arguments.filter { !$0.hasPrefix("+") }) != nil
        })
}
