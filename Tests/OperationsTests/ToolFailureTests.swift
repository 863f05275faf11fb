import Execution
import ProcessKit
import RedisKit
import SQLiteKit
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// What tools say when something is wrong → what is so, what it means, what to do. Texts as the tools print them.
@Suite(.ownThread) struct ToolFailureTests {
    private static let traceback = "Traceback (most recent call last):\n  File \"/usr/bin/docker-compose\", line 33, in <module>\n"

    private static let seen: [(argv: String, said: String, kind: ToolFailure.Kind, words: String)] = [
        (
            "docker ps",
            "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get \"http://%2Fvar%2Frun%2Fdocker.sock/v1.50/containers/json\": dial unix /var/run/docker.sock: connect: permission denied",
            .noPermission, "join the group docker"
        ),
        (
            "docker ps",
            "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get \"http://%2Fvar",
            .noPermission, "join the group docker"
        ),
        (
            "docker-compose ps",
            traceback
                + "PermissionError: [Errno 13] Permission denied\n\nDuring handling of the above exception, another exception occurred:\ndocker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', PermissionError(13, 'Permission denied'))",
            .noPermission, "join the group docker"
        ),
        (
            "docker-compose ps",
            traceback
                + "docker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', FileNotFoundError(2, 'No such file or directory'))",
            .engineAbsent, "start it, or set DOCKER_HOST"
        ),
        (
            "docker ps", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", .engineAbsent,
            "start it"
        ),
        (
            "docker ps",
            "error during connect: Get \"http://10.0.0.9:2375/v1.24/info\": dial tcp 10.0.0.9:2375: connect: connection refused",
            .engineAbsent, "DOCKER_HOST"
        ),
        (
            "docker ps", "error during connect: Get \"http://engine:2375/v1.24/info\": dial tcp: lookup engine: no such host", .unknownHost,
            "correct DOCKER_HOST"
        ),
        (
            "docker ps",
            "Failed to initialize: unable to resolve docker endpoint: context \"prod\": context not found: open /root/meta.json: no such file",
            .configuration, "DOCKER_CONTEXT"
        ),
        (
            "docker-compose ps", "ERROR: UnixHTTPConnectionPool(host='localhost', port=None): Read timed out. (read timeout=60)", .timedOut,
            "does not answer"
        ),
        (
            "docker compose ps", "docker: unknown command: docker compose\n\nRun 'docker --help' for more information", .noPlugin,
            "apt-get install docker-compose"
        ),
        (
            "docker compose up -d",
            "unknown shorthand flag: 'd' in -d\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information",
            .noPlugin, "apt-get install docker-compose"
        ),
        (
            "docker compose ps", "docker: 'compose' is not a docker command.\nSee 'docker --help'", .noPlugin,
            "apt-get install docker-compose"
        ),
        ("docker-compose ps", traceback + "ModuleNotFoundError: No module named 'distutils'", .broken, "Python has no distutils"),
        (
            "docker-compose ps", traceback + "pkg_resources.DistributionNotFound: The 'docker<6,>=5' distribution was not found", .broken,
            "apt-get install --reinstall docker-compose"
        ),
        (
            "docker-compose ps", traceback + "TypeError: kwargs_from_env() got an unexpected keyword argument 'ssl_version'", .broken,
            "TypeError"
        ),
        (
            "docker-compose ps",
            traceback
                + "  File \"compose/config/environment.py\", line 30, in env_vars_from_file\nUnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
            .configuration, ".env is not UTF-8"
        ),
        ("docker-compose ps", traceback + "PermissionError: [Errno 13] Permission denied: './.env'", .noPermission, "may not read ./.env"),
        ("docker-compose logs x", "ERROR: No such service: jarvis-api", .unknownName, "no service jarvis-api"),
        ("docker logs x", "Error response from daemon: No such container: jarvis-api", .unknownName, "no container jarvis-api"),
        ("docker inspect x", "Error: No such object: jarvis-api", .unknownName, "no container jarvis-api"),
        (
            "docker-compose up -d", "ERROR: Couldn't find env file: /srv/jarvis/missing.env", .configuration,
            "/srv/jarvis/missing.env, which is not there"
        ),
        (
            "docker compose up -d", "env file /srv/jarvis/missing.env not found: stat /srv/jarvis/missing.env: no such file or directory",
            .configuration, "/srv/jarvis/missing.env"
        ),
        (
            "docker-compose ps",
            "ERROR: yaml.scanner.ScannerError: while scanning for the next token\nfound character '\\t' that cannot start any token\n  in \"./docker-compose.yml\", line 3, column 1",
            .configuration, "line 3, column 1"
        ),
        (
            "docker-compose ps",
            "ERROR: The Compose file './docker-compose.yml' is invalid because:\nUnsupported config option for services.api: 'imge'",
            .configuration, "docker-compose.yml"
        ),
        (
            "docker-compose ps",
            "ERROR: \n        Can't find a suitable configuration file in this directory or any\n        parent. Are you in the right directory?",
            .configuration, "COMPOSE_FILE"
        ),
        (
            "docker-compose up -d",
            "ERROR: for api  Cannot create container for service api: Conflict. The container name \"/jarvis-api\" is already in use by container \"4711\".",
            .taken, "/jarvis-api"
        ),
        (
            "docker-compose up -d",
            "ERROR: for api  Cannot start service api: driver failed programming external connectivity: Bind for 0.0.0.0:8766 failed: port is already allocated",
            .taken, "port"
        ),
        ("docker-compose up -d", "failed to register layer: write /usr/x: no space left on device", .noSpace, "docker system df"),
        ("git rev-parse HEAD", "fatal: not a git repository (or any of the parent directories): .git", .unknownName, "no git checkout"),
        ("git rev-parse HEAD", "fatal: detected dubious ownership in repository at '/srv/jarvis'", .noPermission, "safe.directory"),
        (
            "systemctl status x",
            "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down",
            .engineAbsent, "no systemd runs here"
        ),
        ("systemctl restart x", "Failed to restart jarvis.service: Interactive authentication required.", .noPermission, "sudo"),
        ("systemctl status x", "Unit jarvis-supervisor.service could not be found.", .unknownName, "list-units"),
    ]

    @Test("Every text that was seen is a kind of failure, and says what to do", arguments: seen.indices)
    func words(index: Int) throws {
        let (argv, said, kind, words) = Self.seen[index]
        let failure = try #require(ToolSigns.read(argv.split(separator: " ").map(String.init), said), "\(said)")
        #expect(failure.kind == kind, "\(failure)")
        #expect(failure.message.contains(words), "\(failure.message)")
        #expect(!failure.message.contains("\n") && failure.message.count < 330)
    }

    @Test(
        "What is known to nobody is told by its own telling line, which need not be the last",
        arguments: [
            ("ERROR: the first line says it\nand more\nRun 'x --help'", "ERROR: the first line says it"), ("a\nb", "b"), ("", ""),
            ("note\nx: error: deep\nlast", "x: error: deep"),
        ])
    func unknown(said: String, line: String) {
        #expect(ToolSigns.tellingLine(said) == line)
        #expect(ToolSigns.read(["docker-compose", "ps"], said) == nil)
    }

    @Test("A program whose interpreter is gone, one that may not be run, and one that is not there are three things")
    func start() {
        let gone = ToolFailure(ProcessError.interpreterMissing("/usr/bin/docker-compose", interpreter: "/usr/bin/python3.8"))
        #expect(gone.kind == .broken && gone.message.contains("/usr/bin/python3.8") && gone.message.contains("--reinstall docker-compose"))
        #expect(ToolFailure(ProcessError.notExecutable("/usr/bin/docker")).message.contains("chmod +x"))
        #expect(
            ToolFailure(ProcessError.executableNotFound("docker-compose")).message
                == "docker-compose is not installed: apt-get install docker-compose")
    }

    @Test(
        "Redis's errors say what to do",
        arguments: [
            ("NOAUTH Authentication required.", "wants a password"), ("WRONGPASS invalid username-password pair", "refuses the password"),
            ("LOADING Redis is loading the dataset in memory", "look again"),
            ("READONLY You can't write against a read only replica.", "master"),
            ("MISCONF Redis is configured to save RDB snapshots", "disk"), ("OOM command not allowed", "maxmemory"),
            ("NOPERM this user has no permissions", "may not do that"), ("WRONGTYPE Operation against a key", "WRONGTYPE"),
        ])
    func redis(reply: String, words: String) {
        let error = RedisError(.reply(String(reply.prefix { $0 != " " })), reply)
        let failure = ToolFailure(error, from: "REDIS_URL in .env", within: 1000)
        #expect(failure.message.contains(words) && !failure.state.isMeasured, "\(failure.message)")
    }

    @Test("An unknown host is not told to start Redis, but where its address comes from")
    func redisHost() {
        let failure = ToolFailure(RedisError(.unknownHost, "the host redis is not known"), from: "REDIS_URL in .env", within: 1000)
        #expect(failure.kind == .unknownHost && failure.message.contains("REDIS_URL in .env") && !failure.message.contains("start Redis"))
        #expect(ToolFailure(RedisError(.refused, "nobody listens"), from: "default", within: 1).message.contains("start Redis"))
    }

    @Test("A database whose -shm may not be read is told by that file, and whose it is")
    func database() {
        let error = SQLiteError(.notReadable, "unable to open database file", code: 14)
        let failure = ToolFailure(error, "data/jarvis.db", ("/srv/data/jarvis.db-shm", "Permission denied (mode 0600, of jarvis)"))
        #expect(failure.kind == .noPermission)
        #expect(failure.message.contains("jarvis.db-shm: Permission denied (mode 0600, of jarvis)"), "\(failure.message)")
        #expect(ToolFailure(error, "data/jarvis.db", nil).message == "data/jarvis.db: unable to open database file")
    }
}
