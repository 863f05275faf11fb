/// Where a mesh flag of the service is written, and what stands there.
public struct FlagPlace: Sendable, Hashable {
    /// The file that is written, as seen from the Jarvis directory.
    public var file = ".env"
    /// All environment files that the service is given, in order: the last one that sets the flag counts.
    public var files = [".env"]
    /// The line of the value that counts; nil where none is set.
    public var line: Int?
    /// Why nobody can tell what the files say, with the file and the line: their readers disagree. nil when they agree.
    public var unclear: String?
    /// Why what is written there does not reach the service, and what to change by hand; nil when it does.
    public var obstacle: String?
    /// Why the file can be neither read nor written; nil where it can, or is not there yet.
    public var unwritable: String?

    public init() {}

    /// For people: `prod.env, the last of .env, prod.env`.
    public var words: String {
        files.count > 1 ? "\(file) (of \(files.joined(separator: ", ")) the last counts)" : file
    }
}
