/// What to run: a program and its arguments, never a line for a shell.
public struct Command: Sendable, Equatable {
    /// A path if it has a slash, else a name that is looked up in the `PATH` of `environment`.
    public var executable: String
    /// Without the program's own name.
    public var arguments: [String]
    /// All the variables the program sees, and nothing else (one marker variable is added, see `Marker`).
    public var environment: [String: String]
    /// Where it runs; nil is where this program runs.
    public var directory: String?
    /// What it reads on its standard input; with nothing to read it gets `/dev/null`.
    public var input: [UInt8]

    public init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], directory: String? = nil,
        input: [UInt8] = []
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.input = input
    }
}
