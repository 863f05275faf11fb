internal import Configuration
internal import Execution
internal import JSONKit
internal import NATSKit
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// The mesh's transport as the service sees it: asked from inside its container, where the address leads nowhere from here.
    ///
    /// - Parameter doubt: why it says nothing from here.
    func transportInside(
        _ address: NATSAddress, _ doubt: String, _ look: TransportLook, _ evidence: JSONObject, _ limits: ProbeLimits
    ) -> ProbeResult {
        var look = look
        var evidence = evidence
        func unknown(_ why: String) -> ProbeResult {
            look.doubt = "\(doubt); \(why)"
            return ProbeResult(.unavailable, look.doubt ?? why, evidence: evidence, measurement: .transport(look))
        }
        guard let service = configuration.meshService, let name = containerID(ofService: service.name, limits) else {
            return unknown("and no container of its service was found to ask from")
        }
        let seconds = max(1, limits.deadline.remainingMilliseconds / 1000 - 0.5)
        let seen: ProcessResult
        do throws(SupervisorFailure) {
            // The secrets go by the environment: a command line can be read by everybody.
            seen = try inside(
                name, ["python3", "-ISc", InsideNATS.script, "\(seconds)"], giving: [InsideNATS.variable: InsideNATS.question(address)],
                limits)
        } catch {
            return unknown(error.words)
        }
        guard seen.isSuccess, let answer = try? JSONReader().read(seen.standardOutput.head) else {
            let host = address.servers.first.map { "\($0.host) \($0.port)" } ?? ""
            let why = InsideScript.lacksProgram(seen) ? "its container has no python3 to ask with" : CommandText.summary(seen)
            return unknown("\(why). By hand: docker exec \(service.containerName ?? name) nc -zv \(host)")
        }
        evidence["asked_inside"] = service.name.json
        let place = "\(address), asked inside the container of service \(service.name)"
        if let failure = answer["failure"]?.text {
            let words = InsideNATS.words(failure, answer["words"]?.text, place)
            evidence["error"] = failure.json
            // Once it answered, a part of it that does not is no word on the way there.
            look.isAnswering = answer["answers"]?.bool == true
            let isFailure = !look.isAnswering && ["refused", "timedOut", "authorization"].contains(failure)
            if isFailure { look.failure = words } else { look.doubt = words }
            return ProbeResult(look.failure == nil ? .failed : .unhealthy, words, evidence: evidence, measurement: .transport(look))
        }
        look.isAnswering = true
        var words = ["\(place): it answers"]
        let isWell = tell(
            answer["jetstream"] == true, InsideNATS.stream(answer["stream"]),
            InsideNATS.consumer(answer["consumer"]), &words, &evidence)
        return ProbeResult(isWell ? .ok : .unhealthy, words.joined(separator: "; "), evidence: evidence, measurement: .transport(look))
    }
}

/// The question that is asked inside a container, in the client protocol (docs.nats.io), by what a Jarvis's image has: Python.
enum InsideNATS {
    /// Holds the servers and who we are there.
    static let variable = "JARVIS_OPS_NATS_QUESTION"

    static func question(_ address: NATSAddress) -> String {
        let servers = address.servers.map { server -> JSONValue in
            let who: JSONValue =
                switch server.credentials {
                case .none: [:]
                case .user(let name, let secret): ["user": name.json, "pass": secret.json]
                case .token(let secret): ["auth_token": secret.json]
                }
            return ["host": server.host.json, "port": Int(server.port).json, "who": who]
        }
        return JSONWriter.compact.text(.array(servers))
    }

    static func words(_ failure: String, _ words: String?, _ place: String) -> String {
        switch failure {
        case "refused": "nobody listens at \(place)"
        case "timedOut": "no answer in time from \(place)"
        case "authorization": "not let in at \(place)"
        case "permission": "\(place) does not let this user ask JetStream: \(CommandText.lastLine(words ?? failure))"
        case "jetstream": "JetStream at \(place) says: \(CommandText.lastLine(words ?? failure))"
        case "tls": "\(place) demands TLS, which is not supported"
        default: "\(place): \(CommandText.lastLine(words ?? failure))"
        }
    }

    static func stream(_ answer: JSONValue?) -> JetStream.Stream? {
        guard let config = answer?["config"], let name = config["name"]?.text else { return nil }
        return JetStream.Stream(
            name: name, subjects: (config["subjects"]?.array ?? []).compactMap(\.text),
            duplicateWindowSeconds: (config["duplicate_window"]?.double ?? 0) / 1e9, messages: answer?["state"]?["messages"]?.int ?? 0)
    }

    static func consumer(_ answer: JSONValue?) -> JetStream.Consumer? {
        guard let name = answer?["name"]?.text, answer?["config"] != nil else { return nil }
        return JetStream.Consumer(
            stream: answer?["stream_name"]?.text ?? "", name: name, pending: answer?["num_pending"]?.int ?? 0,
            unacknowledged: answer?["num_ack_pending"]?.int ?? 0, filterSubject: nil)
    }

    /// Prints one JSON object. Argument: seconds.
    static let script = """
        import json, os, socket, sys, time
        end = time.monotonic() + float(sys.argv[1])

        class Objection(Exception):
            pass

        def look(server, seen):
            connection = socket.create_connection((server["host"], server["port"]), timeout=max(0.1, end - time.monotonic()))
            lines = connection.makefile("rb")

            def line():
                connection.settimeout(max(0.1, end - time.monotonic()))
                text = lines.readline()
                if not text:
                    raise EOFError("the connection was closed")
                return text

            def send(text, body=None):
                connection.sendall(text.encode() + b"\\r\\n" + (b"" if body is None else body + b"\\r\\n"))

            first = line()
            if not first.startswith(b"INFO "):
                return {"failure": "protocol", "words": "it does not speak NATS"}
            if json.loads(first[5:]).get("tls_required"):
                return {"failure": "tls"}
            send("CONNECT " + json.dumps({"verbose": False, "pedantic": False, "headers": True, "no_responders": True, **server["who"]}))
            send("PING")
            while not (text := line()).startswith(b"PONG"):
                if text.startswith(b"-ERR"):
                    return {"failure": "authorization" if b"uth" in text else "protocol", "words": text.decode(errors="replace").strip()}
            seen["answers"] = True
            send("SUB _INBOX.jarvis-ops.look 1")

            def ask(what):
                send("PUB $JS.API.%s _INBOX.jarvis-ops.look 0" % what, b"")
                while True:
                    words = line().split()
                    if words[:1] == [b"PING"]:
                        send("PONG")
                    elif words[:1] == [b"-ERR"]:
                        raise Objection("permission", b" ".join(words[1:]).decode(errors="replace"))
                    elif words[:1] in ([b"MSG"], [b"HMSG"]):
                        data = lines.read(int(words[-1]) + 2)[:-2]
                        body = data[int(words[-2]):] if words[0] == b"HMSG" else data
                        # Without a body: nobody answers there, which is a JetStream that is off.
                        return json.loads(body) if body else {"error": {"code": 503}}

            # None where there is no such thing. Any other objection says nothing of what there is.
            def find(what):
                answer = ask(what)
                error = answer.get("error")
                if error and error.get("code") != 404:
                    raise Objection("jetstream", error.get("description") or "error %s" % error.get("code"))
                return None if error else answer

            if ask("INFO").get("error", {}).get("code") == 503:
                return {"jetstream": False}
            find("INFO")
            return {"jetstream": True, "stream": find("STREAM.INFO.JARVIS_MESH"),
                    "consumer": find("CONSUMER.INFO.JARVIS_MESH.jarvis-mesh-sync")}

        found = {"failure": "protocol"}
        for server in json.loads(os.environ["JARVIS_OPS_NATS_QUESTION"]):
            seen = {}
            try:
                found = look(server, seen)
            except Objection as objection:
                found = {"failure": objection.args[0], "words": objection.args[1]}
            except ConnectionRefusedError:
                found = {"failure": "refused"}
            except TimeoutError:
                found = {"failure": "timedOut"}
            except (OSError, EOFError, ValueError) as error:
                found = {"failure": "other", "words": str(error)}
            found |= seen
            if "failure" not in found or seen:
                break
        print(json.dumps(found))
        """
}
