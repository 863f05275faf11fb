/// Programs of a line or two, which need no file of their own.
extension ReadingProgram {
    static let small: [ReadingProgram] = [
        ReadingProgram(
            harmless: "wc", "pgrep", "whoami", "id", "uname", "stat", "cut", "tr", "true", "false", "echo", "nproc", "pwd",
            reads: "Counts, names, words.", accepted: ["wc -l app.log", "pgrep -f api", "uname -a", "echo done"],
            refused: ["pgrep -f api | xargs kill", "echo FLUSHALL | redis-cli"]),
        ReadingProgram(
            "netstat", options: KnownOptions(flags: "antuplrisevw46No"), operands: 0...0, reads: "Sockets and routes.",
            refuses: "`-c`, which repeats.", accepted: ["netstat -tlnp"], refused: ["netstat -c"]),
        ReadingProgram(
            "lsof", options: KnownOptions(flags: "nPlRtUaO", valued: "ipuc"), reads: "Open files.",
            refuses: "`-D`, which writes a cache; `-r` and `+r`, which repeat.", accepted: ["lsof -i :8000"],
            refused: ["lsof -r", "lsof -i -r"]),
        ReadingProgram(
            names: ["vmstat", "iostat"], reads: "Load of processors, memory and disks, once or with interval and count.",
            refuses: "An interval without a count, which repeats until it is stopped.", accepted: ["vmstat 1 5", "iostat -x 1 3"],
            refused: ["vmstat 1", "iostat -x 1"],
            isReading: { KnownOptions(flags: "asdmnwtchkxyzN").operands($0).map { $0.isEmpty || $0.count == 2 && isShort($0) } ?? false }),
        ReadingProgram(
            names: ["test"], reads: "Comparisons.", refuses: "`-v` and arithmetic, which evaluate a name.", accepted: ["test -f x"],
            refused: ["test -v 'a[$(rm x)]'"], isReading: isTest),
        ReadingProgram(
            names: ["sleep"], reads: "A pause of an hour at most.", refuses: "`sleep infinity`.", accepted: ["sleep 5"],
            refused: ["sleep infinity"], isReading: isPause),
        ReadingProgram(
            names: ["printf"], reads: "Text.", refuses: "Options: `-v` evaluates the name it is given.", accepted: ["printf '%s' x"],
            // Where sh is bash, `printf -v` evaluates the name it is given.
            refused: ["printf -v x y"], isReading: { $0.first?.hasPrefix("-") == false }),
    ]

    /// An hour at most: `sleep infinity` and its like never end.
    private static let longestPause = 3600.0

    private static func isPause(_ arguments: [String]) -> Bool {
        guard arguments.count == 1, let text = arguments.first, text.first?.isNumber == true else { return false }
        let seconds = Double(text) ?? Durations.milliseconds(text).map { $0 / 1000 }
        return seconds.map { $0 >= 0 && $0 <= longestPause } ?? false
    }

    /// Interval and count.
    private static func isShort(_ operands: [String]) -> Bool {
        let numbers = operands.compactMap { Int($0) }.filter { $0 > 0 }.map(Double.init)
        return numbers.count == operands.count && numbers.reduce(1, *) <= longestPause
    }

    /// Operators that every `test` has. Where sh is bash or ksh, `-v` and arithmetic evaluate the name they are given.
    private static func isTest(_ arguments: [String]) -> Bool {
        let operators: Set<String> = [
            "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-L", "-p", "-r", "-s", "-S", "-u", "-w", "-x", "-z", "-n", "-nt", "-ot", "-ef",
            "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-a", "-o",
        ]
        return arguments.allSatisfy { word in
            word.hasPrefix("-") ? operators.contains(word) : !word.contains { "[]$`".contains($0) }
        }
    }
}
