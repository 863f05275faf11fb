import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// Containers beside the service's own, on a real engine: another service that runs with a flag, and another directory's project.
@Suite(.ownThread, .enabled(if: DockerEngine.isExpected)) struct OtherContainerTests {
    private static let worker = """
        version: "2.4"
        services:
          worker:
            image: jarvis-practice:latest
            command: [/usr/bin/python3, -c, "import time; time.sleep(3600)"]
            stop_grace_period: 1s
            env_file: .env
            volumes: ["/usr:/usr:ro", "/lib:/lib:ro", "/lib64:/lib64:ro"]
            network_mode: none

        """

    private func environment(of service: String, _ drill: HealingDrill) throws -> String {
        try drill.shell("docker inspect -f '{{.Config.Env}}' $(docker-compose ps -q \(service))")
    }

    @Test("A second service that still runs with a flag is made anew without it, though the files and Jarvis's own say off already")
    func stillRunning() throws {
        try HealingDrill.with(PracticeSettings(scenario: .healthy)) { drill in
            try AtomicFile.create(drill.home + "/docker-compose.override.yml", with: Array(Self.worker.utf8), mode: 0o644)
            let own = try drill.shell("docker-compose ps -q api")
            try drill.shell(
                """
                sed -i /JARVIS_USE_MESH_/d .env; echo JARVIS_USE_MESH_SYNC=1 >> .env
                docker-compose up -d --no-deps worker
                sed -i /JARVIS_USE_MESH_/d .env; printf 'JARVIS_USE_MESH_SYNC=0\\nJARVIS_USE_MESH_ATTEST=0\\n' >> .env
                """)
            let flags = try drill.run(["mesh", "flags"])
            #expect(flags.code == 1 && flags.output.contains("of service worker runs with it"), "\(flags.output) \(flags.errors)")
            let off = try drill.run(["mesh", "disable", "all", "--yes", "-o", "json"])
            #expect(off.code == 0, "\(off.output) \(off.errors)")
            #expect(off.output.contains("service worker was brought up"))
            #expect(try environment(of: "worker", drill).contains("JARVIS_USE_MESH_SYNC=0"))
            #expect(try drill.shell("docker-compose ps -q api") == own)
            let again = try drill.run(["mesh", "disable", "all", "--yes", "-o", "json"])
            #expect(again.code == 0 && !again.output.contains("recreate"), "\(again.output)")

            // Both run with it, and .env cannot be written: one command makes both anew, each pinned off, and the run says what is left.
            try drill.shell("sed -i s/MESH_SYNC=0/MESH_SYNC=1/ .env; docker-compose up -d --no-deps api worker; mount --bind .env .env")
            let both = try drill.run(["mesh", "disable", "all", "--yes", "--timeout", "30s"])
            try drill.shell("umount .env")
            #expect(both.code == 1 && both.output.contains("by hand, as whoever may write it"), "\(both.output) \(both.errors)")
            for service in ["api", "worker"] {
                #expect(try environment(of: service, drill).contains("JARVIS_USE_MESH_SYNC=0"), "\(both.output) \(both.errors)")
            }

            // One that no service of the files makes any more: a person's, and nothing is done while it runs.
            try drill.shell(
                """
                sed -i s/MESH_SYNC=0/MESH_SYNC=1/ .env; docker-compose up -d --no-deps worker
                sed -i s/MESH_SYNC=1/MESH_SYNC=0/ .env; rm docker-compose.override.yml
                """)
            let orphan = try drill.run(["mesh", "disable", "all", "--yes", "-o", "json"])
            #expect(orphan.code == 1 && orphan.output.contains("docker stop "), "\(orphan.output) \(orphan.errors)")
            #expect(orphan.output.contains("but container "), "\(orphan.output)")
            try drill.shell("docker rm -f $(docker ps -q --filter label=com.docker.compose.service=worker)")
            #expect(try drill.run(["mesh", "disable", "all", "--yes"]).code == 0)
        }
    }

    @Test("What somebody started in the service's container, or in one of their own that mounts the directory, runs with a flag too")
    func byHand() throws {
        try HealingDrill.with(PracticeSettings(scenario: .healthy)) { drill in
            let sleep = "/usr/bin/python3 -c 'import time; time.sleep(3600)'"
            try drill.shell("sed -i /JARVIS_USE_MESH_/d .env; printf 'JARVIS_USE_MESH_SYNC=0\\nJARVIS_USE_MESH_ATTEST=0\\n' >> .env")
            #expect(try drill.run(["mesh", "disable", "all", "--yes"]).code == 0)
            let own = try drill.shell("docker-compose ps -q api")
            try drill.shell("docker exec -d -e JARVIS_USE_MESH_SYNC=1 $(docker-compose ps -q api) \(sleep)")
            let flags = try drill.run(["mesh", "flags"])
            #expect(flags.code == 1 && flags.output.contains("its process runs with on"), "\(flags.output) \(flags.errors)")
            // It ends with its container.
            #expect(try drill.run(["mesh", "disable", "all", "--yes"]).code == 0)
            #expect(try drill.shell("docker-compose ps -q api") != own)
            #expect(try drill.run(["mesh", "flags"]).code == 0)

            let mounts = "-v /usr:/usr:ro -v /lib:/lib:ro -v /lib64:/lib64:ro -v \"$PWD:/app\""
            let name = "by-hand-" + String(drill.home.split(separator: "/").last ?? "")
            try drill.shell("docker run -d --name \(name) -e JARVIS_USE_MESH_SYNC=1 \(mounts) jarvis-practice:latest \(sleep)")
            let off = try drill.run(["mesh", "disable", "all", "--yes"])
            #expect(off.code == 1 && (off.output + off.errors).contains("docker stop \(name)"), "\(off.output) \(off.errors)")
            try drill.shell("docker rm -f \(name)")
            #expect(try drill.run(["mesh", "disable", "all", "--yes"]).code == 0)
        }
    }

    @Test("Of two directories whose project has one name, the second shows none of the first's containers as its own")
    func oneProject() throws {
        try HealingDrill.with(PracticeSettings(scenario: .healthy)) { drill in
            let name = String(drill.home.split(separator: "/").last ?? "")
            try drill.fixture.makeDirectory("second")
            let second = drill.fixture.path("second/" + name)
            try drill.shell("cp -r . '\(second)'")
            // What the files say on would be made anew: those are another's containers.
            try drill.shell("sed -i s/MESH_SYNC=0/MESH_SYNC=1/ '\(second)/.env'; grep -q MESH_SYNC=1 '\(second)/.env'")
            for (arguments, code) in [
                (["mesh", "flags"], 1), (["diagnose", "api-unresponsive"], 0), (["mesh", "disable", "all", "--yes"], 77),
            ] as [([String], Int32)] {
                let run = try drill.run(["-C", second] + arguments)
                #expect((run.output + run.errors).contains("belong to \(drill.home)"), "\(arguments): \(run.output) \(run.errors)")
                // An address that was named is asked, whoever answers there.
                #expect(run.code == code, "\(arguments)")
            }
            #expect(try drill.run(["mesh", "flags"]).output.contains("belong to") == false)

            // With a project of its own the names of its containers are taken: docker's own reason is said.
            let taken = try drill.run(
                ["-C", second, "mesh", "disable", "all", "--yes", "-o", "json"], ["COMPOSE_PROJECT_NAME": "second"])
            #expect(taken.code == 1 && taken.output.contains("is already in use by container"), "\(taken.output) \(taken.errors)")
        }
    }
}
