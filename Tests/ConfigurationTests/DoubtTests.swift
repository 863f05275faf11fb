import SystemKit
import TestSupport
import Testing

@testable import Configuration

/// What hangs on an environment file that is there and says nothing, whichever file of the service it is.
@Suite(.ownThread) struct DoubtTests {
    private func with(_ files: [String: String], directory: String? = nil, _ body: (Configuration) throws -> Void) throws {
        try Fixture.with { fixture in
            for folder in ["conf", "units"] { try fixture.makeDirectory(folder) }
            for (name, text) in files { try fixture.write(text.replacing("HERE", with: fixture.directory), to: name) }
            // Whoever runs the tests may read every file; nobody can read a directory as one.
            if let directory { try fixture.makeDirectory(directory) }
            try body(
                Configuration(
                    environment: ["SYSTEMD_UNIT_PATH": fixture.path("units"), "HOME": fixture.directory],
                    workingDirectory: fixture.directory, inputs: .init()))
        }
    }

    private static let compose = "services: {api: {ports: ['8766:8766'], env_file: conf/own.env}}\n"
    private static let unit = "[Service]\nWorkingDirectory=HERE\nEnvironmentFile=HERE/conf/own.env\n"

    @Test("A broken line is named with line and column, and what it seems to give is not known; the rest is", arguments: [false, true])
    func broken(isUnit: Bool) throws {
        let layout = isUnit ? ["units/jarvis-supervisor.service": Self.unit] : ["docker-compose.yml": Self.compose]
        let own = "A=1\n  REDIS_URL redis://elsewhere:6379/0\n"
        try with(layout.merging(["conf/own.env": own, ".env": "REDIS_URL=redis://127.0.0.1:6390/0\n"]) { $1 }) { seen in
            let redis = ["JARVIS_OPS_REDIS_URL", "REDIS_URL"] as Set
            #expect(seen.doubt(seen.redisURL, redis) == "conf/own.env:2:12: REDIS_URL is given no value that can be read")
            #expect(seen.doubt(seen.database, ["JARVIS_OPS_DATABASE", "DATABASE_URL"]) == nil)
        }
    }

    @Test("One that cannot be read at all may say anything that stands below it", arguments: [false, true])
    func unreadable(isUnit: Bool) throws {
        let layout = isUnit ? ["units/jarvis-supervisor.service": Self.unit] : ["docker-compose.yml": Self.compose]
        try with(layout.merging([".env": "REDIS_URL=redis://127.0.0.1:6390/0\n"]) { $1 }, directory: "conf/own.env") { seen in
            for (setting, name) in [(seen.redisURL, "REDIS_URL"), (seen.database, "DATABASE_URL")] {
                let doubt = seen.doubt(setting, [name])
                #expect(doubt?.hasPrefix("conf/own.env cannot be read: ") == true, "\(doubt ?? "no doubt")")
            }
        }
    }

    @Test("A value of the file that counts most is not in doubt for what stands below it")
    func above() throws {
        let files = [
            "docker-compose.yml": Self.compose, "conf/own.env": "REDIS_URL=redis://127.0.0.1:6390/0\n", ".env": "REDIS_URL oops\n",
        ]
        try with(files) { seen in #expect(seen.doubt(seen.redisURL, ["REDIS_URL"]) == nil) }
    }
}
