internal import SystemKit

/// The files of a practice Jarvis in a private directory: its programs at the top, the checkout in `jarvis`.
struct PracticeFiles {
    private let root: TemporaryDirectory
    var directory: String { root.path }
    var checkout: String { root.path + "/jarvis" }

    /// Throws: `SystemError`.
    init(_ world: World) throws {
        root = try TemporaryDirectory(prefix: "jarvis-drill", environment: world.environment)
        do {
            for (name, text) in [
                ("practice_jarvis.py", BuiltInFiles.practiceJarvis), ("seed_practice.py", BuiltInFiles.seedPractice),
                ("docker-compose.yml", BuiltInFiles.composeFile), ("engine.sh", BuiltInFiles.engine),
            ] { try root.write(text, to: name) }
        } catch {
            root.remove()
            throw error
        }
    }

    /// What tells where it runs, as a real Jarvis of that layout has it: nothing of it is started from there.
    ///
    /// Throws: `SystemError`.
    func lay(_ layout: PracticeLayout?, _ ports: PracticePorts) throws(SystemError) {
        switch layout {
        case .api?, nil: break
        case .supervisor?:
            try DirectoryHandle(checkout).remove("docker-compose.yml")
            try Files.makeDirectories(checkout + "/infra/docker")
            let text = """
                services:
                  jarvis-supervisor:
                    container_name: jarvis-supervisor
                    image: jarvis-practice:latest
                    env_file: ../../.env
                    ports: ["127.0.0.1:\(ports.api):8080"]
                """
            try root.write(text + "\n", to: "jarvis/infra/docker/docker-compose.yml")
        case .systemd?:
            try DirectoryHandle(checkout).remove("docker-compose.yml")
            try Files.makeDirectories(path("units"))
            let text = """
                [Unit]
                Description=Practice Jarvis

                [Service]
                Type=notify
                WorkingDirectory=\(checkout)
                EnvironmentFile=\(checkout)/.env
                Environment=HEALTH_PORT=\(ports.health)
                """
            try root.write(text + "\n", to: "units/jarvis-supervisor.service")
            try Files.makeDirectories(path("bin"))
            try DirectoryHandle(path("bin")).write(Array(Self.systemctl.utf8), to: "systemctl", mode: 0o755)
        }
    }

    func path(_ name: String) -> String { root.path + "/" + name }

    /// The process that stands for the unit's.
    func tell(_ service: Int32) throws(SystemError) { try root.write("\(service)\n", to: "service.pid") }

    /// PID 1 need not be systemd where people practise.
    private static let systemctl = """
        #!/bin/sh
        # A stand-in for systemctl: it tells of the practice Jarvis as of a unit, and starts and stops nothing.
        PATH=/usr/bin:/bin
        here=$(dirname "$0")/..
        case "$1" in show) ;; show-environment) exit 0;; *) echo "stand-in for systemctl: no systemd runs the practice Jarvis" >&2; exit 1;; esac
        pid=$(cat "$here/service.pid" 2>/dev/null)
        result=$(cat "$here/unit.result" 2>/dev/null || echo success)
        state=active sub=running
        # A process that has ended and that nobody waited for is there, and is none.
        case "$(cut -d' ' -f3 "/proc/$pid/stat" 2>/dev/null)" in ''|Z|X)
            pid=0 state=failed sub=failed
            [ "$result" != success ] || result=exit-code;;
        esac
        shift
        for name; do
            case "$name" in
            -*) ;;
            *) printf 'Id=%s\nLoadState=loaded\nActiveState=%s\nSubState=%s\nResult=%s\nMainPID=%s\nNRestarts=0\nNeedDaemonReload=no\n\n' \
                "$name" "$state" "$sub" "$result" "$pid";;
            esac
        done

        """

    /// Removes everything, unless something is still mounted there: then it might not be ours to remove. False if it stays.
    func remove() -> Bool {
        let mounts = (try? Files.read("/proc/self/mountinfo")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if mounts.contains(" \(root.path)/") { return false }
        root.remove()
        return true
    }
}
