import ProcessKit
import SystemKit
import TestSupport
import Testing

/// What cannot be started, and why.
@Suite(.ownThread) struct StartErrorTests {
    private func failure(_ command: Command) throws -> ProcessError? {
        do {
            _ = try run(command)
            return nil
        } catch let error as ProcessError {
            return error
        }
    }

    @Test("A program that is not there is named", arguments: ["no-such-program", "/no/such/program", "./no-such-program", ""])
    func notFound(name: String) throws {
        try Fixture.with { fixture in
            let error = try #require(try failure(Command(name, environment: fixture.environment)))
            #expect(error == .executableNotFound(name))
            #expect(error.code == "executable-not-found")
            #expect(error.message.contains(name.isEmpty ? "empty" : name))
        }
    }

    @Test("A file that may not be run, a directory, and a file that is no program are told apart from a missing one")
    func notExecutable() throws {
        try Fixture.with { fixture in
            let plain = try fixture.write("plain", "text")
            #expect(try failure(Command(plain)) == .notExecutable(plain))
            #expect(try failure(Command("plain", environment: ["PATH": fixture.directory])) == .notExecutable(plain))
            #expect(try failure(Command(fixture.directory)) == .notExecutable(fixture.directory))
            let noProgram = try fixture.write("no-program", "no interpreter named here", mode: 0o700)
            #expect(try failure(Command(noProgram))?.code == "not-executable")
        }
    }

    @Test("A script whose interpreter is not there is no missing program: both are named")
    func interpreter() throws {
        try Fixture.with { fixture in
            let script = try fixture.write("tool", "#!/no/such/python3 -s\nprint(1)\n", mode: 0o700)
            let found = Command("tool", environment: ["PATH": fixture.directory])
            #expect(try failure(found) == .interpreterMissing(script, interpreter: "/no/such/python3"))
        }
    }

    @Test("A directory that is missing, or none, is named")
    func directory() throws {
        try Fixture.with { fixture in
            let plain = try fixture.write("plain", "text")
            for path in [fixture.path("missing"), plain] {
                let error = try failure(Command("true", environment: fixture.environment, directory: path))
                #expect(error == .directoryMissing(path))
                #expect(error?.code == "directory-missing")
            }
        }
    }

    @Test("A text with a NUL in it is refused, not cut")
    func nul() throws {
        try Fixture.with { fixture in
            let error = try failure(Command("echo", ["a\0b"], environment: fixture.environment))
            #expect(error?.code == "cannot-start")
            #expect(try failure(Command("echo", environment: ["PATH": "/bin", "A": "b\0c"]))?.code == "cannot-start")
        }
    }

    @Test("The search follows the given PATH in its order, relative parts seen from the command's directory")
    func search() throws {
        try Fixture.with { fixture in
            try fixture.write("tool", "#!/bin/sh\necho mine\n", mode: 0o700)
            for path in [fixture.directory + ":/bin", "/no/such:.:/bin"] {
                let result = try run(Command("tool", environment: ["PATH": path], directory: fixture.directory))
                #expect(result.standardOutput.text == "mine\n")
            }
            // An empty part would mean the working directory.
            let hidden = Command("tool", environment: ["PATH": ":/bin:"], directory: fixture.directory)
            #expect(try failure(hidden) == .executableNotFound("tool"))
            let slash = try run(Command("./tool", directory: fixture.directory))
            #expect(slash.standardOutput.text == "mine\n")
        }
    }
}
