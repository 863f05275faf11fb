internal import Glibc

/// Asks a real `python3` what it makes of something: one process for many questions.
public enum PythonOracle {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
        public init(_ description: String) { self.description = description }
    }

    /// Whether `python3` starts here. Tests that need it are skipped by `.enabled(if:)`, which says so in the test log.
    public static let isAvailable: Bool = {
        let answer = try? run("import sys; open(sys.argv[2], 'w').write('%d' % (sys.version_info >= (3, 11)))", input: [])
        return answer == Array("1".utf8)
    }()

    /// A Python with PyNaCl: Debian's own has the package (python3-nacl), another one on the PATH need not. nil when there is none.
    public static let sealing: String? = ["/usr/bin/python3", "python3"].first { python in
        let script = "import sys, nacl.secret; open(sys.argv[2], 'w').write('%d' % (sys.version_info >= (3, 11)))"
        return (try? run(script, input: [], python: python)) == Array("1".utf8)
    }

    public static let sealingMissing =
        "SKIPPED LOUDLY: no python3 of 3.11 or later with PyNaCl here, so no envelope was compared with Python"

    public static let missing = "SKIPPED LOUDLY: no python3 of 3.11 or later here, so nothing was compared with Python"

    /// Runs a script whose arguments are the path of a file holding `input` and the path where it leaves its answer.
    ///
    /// - Parameter python: the program; looked up in PATH.
    public static func run(_ script: String, input: [UInt8], python: String = "python3") throws -> [UInt8] {
        try TemporaryDirectory.with { directory in
            let paths = ["script.py", "input", "output"].map { directory + "/" + $0 }
            try TestFile.write(Array(script.utf8), paths[0])
            try TestFile.write(input, paths[1])
            try wait(for: spawn([python, "-I"] + paths))
            return try TestFile.read(paths[2])
        }
    }

    private static func spawn(_ arguments: [String]) throws -> pid_t {
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, arguments.first ?? "", nil, nil, pointers, environ)
        guard code == 0 else { throw Failure("\(arguments.first ?? "") does not start: \(String(cString: strerror(code)))") }
        return child
    }

    private static func wait(for child: pid_t) throws {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            // Another test that reaps every child may have been faster; the answer file tells.
            if errno == ECHILD { return }
            guard errno == EINTR else { throw Failure("waitpid: \(errno)") }
        }
        guard status == 0 else { throw Failure("python3 ended with status \(status)") }
    }
}
