public import Execution
internal import ProcessKit
internal import SystemKit

/// A file as its git repository has it.
public enum GitVersion {
    public struct Committed: Sendable, Equatable {
        public let bytes: [UInt8]
        /// The commit that HEAD names: 40 hexadecimal digits, or 64.
        public let commit: String
        /// Whether the file on the disk holds something else; nil when it cannot be read.
        public let isDifferent: Bool?
    }

    /// The file as the commit of HEAD has it.
    ///
    /// git is asked for objects only: no hook, filter, pager or helper of the repository's configuration is run, and nothing is fetched.
    /// - Parameters:
    ///   - path: seen from the directory; a plain relative one.
    ///   - environment: of the process; what git would take from it (`GIT_…`) is left out.
    /// - Throws: `GitVersionError` when there is no such version, or git cannot be asked.
    public static func committed(
        _ path: String, directory: String, environment: [String: String], _ limits: ProbeLimits
    ) throws(GitVersionError) -> Committed {
        let git = try Git(directory, environment, limits)
        let commit = text(try git.output(["rev-parse", "--verify", "--end-of-options", "HEAD^{commit}"]))
        guard isHash(commit) else { throw .failed("git names no commit for HEAD") }
        // MODE TYPE OBJECT TAB PATH NUL
        let listed = try git.output(["ls-tree", "-z", commit, "--", path])
        let entry = text(listed.prefix { $0 != 0 }).split(separator: "\t", maxSplits: 1)
        let words = (entry.first ?? "").split(separator: " ").map(String.init)
        guard words.count == 3, entry.count == 2 else { throw .notCommitted(path) }
        // A link's bytes are a path, a submodule's are a commit.
        guard words[1] == "blob", ["100644", "100755"].contains(words[0]), isHash(words[2]) else { throw .notAFile(path) }
        let bytes = try git.output(["cat-file", "blob", words[2]])
        guard !bytes.starts(with: Array("version https://git-lfs".utf8)) else { throw .notAFile(path) }
        let present = try? Files.read(Paths.resolve(path, in: directory), limit: Git.limit)
        return Committed(bytes: bytes, commit: commit, isDifferent: present.map { $0 != bytes })
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text = String(decoding: Array(bytes), as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }

    private static func isHash(_ text: String) -> Bool {
        [40, 64].contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

/// Why there is no committed version.
public enum GitVersionError: Error, Sendable, Equatable, CustomStringConvertible {
    case notInstalled
    case noRepository(String)
    case notCommitted(String)
    /// A link, a submodule, or a pointer to a file that is stored elsewhere.
    case notAFile(String)
    case tooLong
    case interrupted
    case late
    /// In git's own words.
    case failed(String)

    public var description: String {
        switch self {
        case .notInstalled: "git is not installed: apt-get install git"
        case .noRepository(let path): "\(path) lies in no git repository"
        case .notCommitted(let path): "\(path) is not in the last commit"
        case .notAFile(let path): "\(path) is no ordinary file in the last commit"
        case .tooLong: "the committed file is longer than a configuration"
        case .interrupted: "interrupted"
        case .late: "git did not answer in time"
        case .failed(let why): why
        }
    }
}

/// git with nothing of the repository's or of this shell's to lead it elsewhere.
private struct Git {
    static let limit = 1 << 20

    let directory: String
    let environment: [String: String]
    let limits: ProbeLimits

    init(_ directory: String, _ environment: [String: String], _ limits: ProbeLimits) throws(GitVersionError) {
        self.directory = directory
        self.limits = limits
        guard let real = try? Files.realPath(directory), let root = Git.root(above: real) else { throw .noRepository(directory) }
        var clean = environment.filter { !$0.key.hasPrefix("GIT_") }
        clean["LC_ALL"] = "C"
        clean["GIT_TERMINAL_PROMPT"] = "0"
        clean["GIT_OPTIONAL_LOCKS"] = "0"
        clean["GIT_NO_LAZY_FETCH"] = "1"
        clean["GIT_NO_REPLACE_OBJECTS"] = "1"
        clean["GIT_LITERAL_PATHSPECS"] = "1"
        // Whoever named this directory trusts it, also under sudo, where it belongs to another user; no other is trusted with it.
        let settings = [
            ("safe.directory", root), ("protocol.allow", "never"), ("core.fsmonitor", "false"), ("core.hooksPath", "/dev/null"),
        ]
        clean["GIT_CONFIG_COUNT"] = String(settings.count)
        for (index, (name, value)) in settings.enumerated() {
            clean["GIT_CONFIG_KEY_\(index)"] = name
            clean["GIT_CONFIG_VALUE_\(index)"] = value
        }
        self.environment = clean
    }

    /// The nearest directory that holds a `.git`, which may be a file.
    private static func root(above path: String) -> String? {
        var path = path
        while true {
            if Files.exists(path + "/.git") { return path }
            guard path != "/", path.hasPrefix("/") else { return nil }
            path = Paths.parent(path)
        }
    }

    func output(_ arguments: [String]) throws(GitVersionError) -> [UInt8] {
        let result: ProcessResult
        do throws(ProcessError) {
            result = try ProcessRun.run(
                Command("git", ["--no-pager"] + arguments, environment: environment, directory: directory), deadline: limits.deadline,
                cancellation: limits.cancellation, limits: OutputLimits(headBytes: Git.limit, tailBytes: 0))
        } catch {
            if case .executableNotFound = error { throw .notInstalled }
            throw .failed(error.message)
        }
        switch result.ending {
        case .exited(0): break
        case .cancelled: throw .interrupted
        case .timedOut: throw .late
        case .exited, .signalled:
            let said = result.standardError.text.split(whereSeparator: \.isNewline).first.map(String.init)
            throw .failed(said.map { "git: \($0.prefix(200))" } ?? "git ended without a word (\(result.ending))")
        }
        guard !result.standardOutput.isTruncated else { throw .tooLong }
        return result.standardOutput.head
    }
}
