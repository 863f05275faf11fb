import ProcessKit
import SystemKit
import TestSupport
import Testing

/// The Debian package of the program as it was built for the tests, installed below a directory of its own.
@Suite(.ownThread) struct PackageTests {
    private static let files = [
        "bin/jarvis-ops", "share/bash-completion/completions/jarvis-ops", "share/doc/jarvis-ops/changelog.gz",
        "share/doc/jarvis-ops/copyright", "share/fish/vendor_completions.d/jarvis-ops.fish", "share/jarvis-ops/curl-format.txt",
        "share/jarvis-ops/incident-response.md", "share/man/man1/jarvis-ops.1.gz", "share/man/man5/jarvis-ops-runbook.5.gz",
        "share/zsh/vendor-completions/_jarvis-ops",
    ]

    @Test("The package holds program, manual pages, completions and runbook; it is installed, runs, and leaves nothing behind")
    func package() throws {
        guard Files.isExecutable("/usr/bin/dpkg-shlibdeps"), Files.isExecutable("/usr/bin/make") else {
            print("NOT TESTED: the Debian package, dpkg-dev is not installed")
            try Test.cancel("dpkg-dev is not installed")
        }
        try Fixture.with { fixture in
            let tree = fixture.path("tree")
            let out = fixture.path("out")
            // `build` is what the tests were built from; it is not made again.
            try run(
                [
                    "make", "-C", Checkout.root, "-o", "build", "install", "RELEASE=" + Checkout.program, "DESTDIR=" + tree, "PREFIX=/usr",
                ], fixture)
            try run(["sh", Checkout.root + "/packaging/deb.sh", tree, out], fixture)
            let packages = try Files.list(out).sorted()
            #expect(packages.count == 2 && packages.allSatisfy { $0.hasSuffix(".deb") }, "\(packages)")
            let package = try #require(packages.first { $0.hasPrefix("jarvis-ops_") })
            let control = try run(["dpkg-deb", "--field", out + "/" + package], fixture)
            #expect(control.contains("Depends: libc6"), "\(control)")
            #expect(control.contains("libcurl4") && control.contains("Installed-Size: "), "\(control)")

            let root = fixture.path("root")
            for directory in ["", "/var", "/var/lib", "/var/lib/dpkg", "/var/lib/dpkg/info", "/var/lib/dpkg/updates"] {
                try fixture.makeDirectory("root" + directory)
            }
            try fixture.write("", to: "root/var/lib/dpkg/status")
            let dpkg = ["fakeroot", "dpkg", "--root=" + root, "--force-not-root", "--force-depends", "--log=/dev/null"]
            try run(dpkg + ["--install", out + "/" + package], fixture)
            for file in Self.files { #expect(Files.exists(root + "/usr/" + file), "\(file)") }
            #expect(try run([root + "/usr/bin/jarvis-ops", "--version"], fixture).hasPrefix("0."))
            try run(dpkg + ["--remove", "jarvis-ops"], fixture)
            for file in Self.files { #expect(!Files.exists(root + "/usr/" + file), "\(file) is left") }
        }
    }

    @discardableResult private func run(_ arguments: [String], _ fixture: Fixture) throws -> String {
        let process = try ChildProcess(
            arguments, output: fixture.path("output-\(UInt32.random(in: 0...UInt32.max))"),
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": fixture.path(""), "DPKG_DEB_COMPRESSOR_TYPE": "none"])
        let code = try process.wait(seconds: 120)
        try #require(code == 0, "\(arguments): \(process.output)")
        return process.output
    }
}
