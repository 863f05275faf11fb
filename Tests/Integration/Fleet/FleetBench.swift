import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

/// Some hosts: each a Jarvis of files and one service, behind an sshd of its own on an address of its own, all on this machine.
struct FleetBench {
    let fixture: Fixture
    let hosts: [FleetTestHost]

    /// sshd wants to be root, and Ansible a Python.
    static var isPossible: Bool {
        geteuid() == 0 && Files.isExecutable("/usr/sbin/sshd") && Files.isExecutable("/usr/bin/ansible-playbook")
    }

    /// - Parameter environment: of the hosts, beside what each of them has.
    static func with(_ count: Int, _ environment: [String: String] = [:], _ body: (FleetBench) throws -> Void) throws {
        try Fixture.with { fixture in
            let key = fixture.path("key")
            try FleetBench.generateKey(key, in: fixture)
            let hosts = try (1...count).map { try FleetTestHost($0, key: key, environment, in: fixture) }
            defer { for host in hosts { host.stop() } }
            try body(FleetBench(fixture: fixture, hosts: hosts))
        }
    }

    fileprivate static func generateKey(_ path: String, in fixture: Fixture) throws {
        let made = try ChildProcess(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], output: path + ".out")
        guard try made.wait() == 0 else { throw TestSupportError("ssh-keygen: \(made.output)") }
    }

    /// - Parameter more: further lines of hosts.
    func inventory(_ more: [String] = [], _ name: String = "inventory") throws -> String {
        let known = hosts.map { "[\($0.address)]:\($0.port) \($0.hostKey)" }
        let file = try fixture.write(known.joined(separator: "\n") + "\n", to: "known_hosts")
        let lines =
            hosts.map(\.line) + more + [
                "[all:vars]", "ansible_ssh_private_key_file=\(fixture.path("key"))",
                "ansible_ssh_common_args=-o UserKnownHostsFile=\(file) -o GlobalKnownHostsFile=/dev/null -F none",
                "ansible_python_interpreter=/usr/bin/python3",
            ]
        return try fixture.write(lines.joined(separator: "\n") + "\n", to: name)
    }

    /// The control host's own: its journal, its home.
    var environment: [String: String] { ["XDG_STATE_HOME": fixture.path("control"), "HOME": fixture.path("home")] }

    func run(_ arguments: [String], _ inventory: String, seconds: Double = 240) throws -> Run {
        try Run(["fleet"] + arguments + ["-i", inventory, "--forks", "8"], environment: environment, seconds: seconds)
    }

    func start(_ arguments: [String], _ inventory: String) throws -> ChildProcess {
        try ChildProcess(
            [Checkout.program, "fleet"] + arguments + ["-i", inventory], output: fixture.path("fleet.out"), environment: environment)
    }

    /// A program that stands for jarvis-ops on one host.
    func program(_ name: String, _ script: String) throws -> String { try fixture.write("#!/bin/sh\n" + script, to: name, mode: 0o755) }
}

final class FleetTestHost {
    let name: String
    let address: String
    let port: Int
    let hostKey: String
    let directory: String
    let service: PythonServer
    /// The program that its inventory names; nil: the one that is tested.
    var program: String?
    private let fixture: Fixture
    private let sshd: ChildProcess

    init(_ number: Int, key: String, _ environment: [String: String], in whole: Fixture) throws {
        name = "node\(number)"
        address = "127.0.1.\(number)"
        fixture = whole
        let place = name
        for path in ["", "/jarvis", "/jarvis/data", "/state", "/control", "/memory", "/home"] { try whole.makeDirectory(place + path) }
        try whole.write(ChangeBench.both, to: "\(place)/jarvis/.env", mode: 0o640)
        directory = whole.path("\(place)/jarvis")
        service = try PythonServer(
            ChangeBench.script, in: whole, name: "\(place)-service", arguments: [directory, whole.path("\(place)/control")])
        try FleetBench.generateKey(whole.path("\(place)/host_key"), in: whole)
        hostKey = String(decoding: try Files.read(whole.path("\(place)/host_key.pub")), as: UTF8.self)
            .split(separator: " ").prefix(2).joined(separator: " ")
        port = try FreePort.find()
        let variables = [
            "XDG_STATE_HOME": whole.path("\(place)/state"), "JARVIS_API_URL": "http://127.0.0.1:\(service.port)",
            "JARVIS_MEMORY_ROOT": whole.path("\(place)/memory"), "HOME": whole.path("\(place)/home"),
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        ].merging(environment) { $1 }
        let settings = """
            ListenAddress \(address):\(port)
            HostKey \(whole.path("\(place)/host_key"))
            AuthorizedKeysFile \(key).pub
            PidFile none
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            Subsystem sftp internal-sftp
            SetEnv \(variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
            """
        let file = try whole.write(settings + "\n", to: "\(place)/sshd_config")
        // sshd wants a directory below /run that only its package's service makes: it gets one that nobody else sees.
        sshd = try ChildProcess(
            ["unshare", "-m", "sh", "-c", "mount -t tmpfs none /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e -f \"$0\"", file],
            output: whole.path("\(place)/sshd.out"))
        try waitUntil("sshd of \(name) listens") {
            guard sshd.isRunning else { throw TestSupportError("sshd ended: \(sshd.output)") }
            return sshd.output.contains("Server listening")
        }
    }

    var line: String {
        // As in inventories that many share, one variable stands in another.
        "\(name) ansible_host=\(address) ansible_port=\(port) jarvis_home=\"{{ place }}/jarvis\" place=\(Paths.parent(directory)) jarvis_ops=\(program ?? Checkout.program)"
    }

    var dotEnv: String { get throws { String(decoding: try Files.read(directory + "/.env"), as: UTF8.self) } }

    /// What its service says that it runs with, whatever its file says.
    func runService(sync: Bool, attest: Bool) throws {
        try fixture.write("{\"sync\": \(sync), \"attest\": \(attest)}", to: "\(name)/control/running")
    }

    func followFile() { unlink(fixture.path("\(name)/control/running")) }

    func silence() throws { try fixture.write("", to: "\(name)/control/silent") }

    func stop() {
        sshd.stop()
        service.process.stop()
    }
}

extension JSONValue {
    /// A fleet's answer: the host of that name.
    func host(_ name: String) -> JSONValue { self["hosts"]?.array?.first { $0["host"]?.text == name } ?? .null }
}
