import SystemKit
import TestSupport
import Testing
import YAMLKit

@testable import Configuration

private func compose(_ text: String, _ variables: [String: String] = [:]) throws -> ComposeFile {
    ComposeFile(path: "docker-compose.yml", try YAMLReader.read(Array(text.utf8))) { variables[$0] }
}

private func ports(_ list: String, _ variables: [String: String] = [:]) throws -> [[Int]] {
    try compose("services: {api: {ports: \(list)}}", variables).services[0].ports.map { [$0.host, $0.container] }
}

@Suite(.ownThread) struct ComposeFileTests {
    @Test(
        "Ports in every syntax",
        arguments: [
            ("['8766:8000']", [[8766, 8000]]), ("['127.0.0.1:8766:8000']", [[8766, 8000]]), ("['8766:8000/tcp']", [[8766, 8000]]),
            ("['53:53/udp', '80:80']", [[80, 80]]), ("['[::1]:8766:8000']", [[8766, 8000]]), ("['3000-3002:4000-4002']", [[3000, 4000]]),
            ("[8000]", []), ("['127.0.0.1::8000']", []), ("[{target: 8000, published: 8766}]", [[8766, 8000]]),
            ("[{target: 8000, published: '8766', protocol: udp}]", []), ("[{target: 8000}]", []), ("['99999:80']", []), ("['a:b']", []),
            ("x", []),
            ("['${API_PORT:-8766}:8000']", [[8766, 8000]]),
        ])
    func syntaxes(list: String, expected: [[Int]]) throws { #expect(try ports(list) == expected) }

    @Test("The port follows the variable, and its default where that is empty")
    func interpolated() throws {
        #expect(try ports("['${API_PORT:-8766}:8000']", ["API_PORT": "9000"]) == [[9000, 8000]])
        #expect(try ports("['${API_PORT:-8766}:8000']", ["API_PORT": ""]) == [[8766, 8000]])
        #expect(try ports("['${API_PORT:?not set}:8000']", ["API_PORT": "9000"]) == [[9000, 8000]])
        #expect(try ports("['${API_PORT:?not set}:8000']") == [])
    }

    @Test("On the host's network the service listens where it exposes or is told to")
    func hostNetwork() throws {
        func port(_ rest: String) throws -> Int? {
            try compose("services: {api: {network_mode: host, \(rest)}}", ["P": "9001"]).services[0].ports.first?.host
        }
        #expect(try port("expose: ['${P:-8766}']") == 9001)
        #expect(try port("environment: ['API_PORT=${P}']") == 9001)
        #expect(try port("environment: {PORT: 9002}") == 9002)
        #expect(try port("expose: [9003], environment: {API_PORT: 9002}") == 9003)
        #expect(try port("ports: ['1:2']") == nil)
    }

    @Test("A service is found by its own name first, then by its container's")
    func names() throws {
        let file = try compose("services:\n  web: {container_name: api}\n  api: {container_name: '${NAME:-jarvis-api}'}\n")
        #expect(file.service(named: "api")?.name == "api")
        #expect(file.service(named: "jarvis-api")?.name == "api")
        #expect(file.service(named: "redis") == nil)
    }

    @Test("Its host name and its aliases on networks find it too, after every service's own names")
    func otherNames() throws {
        let file = try compose(
            """
            services:
              api: {container_name: '${NAME}', hostname: '${HOST:-jarvis-api}', networks: {default: {aliases: [backend]}, other: }}
              backend-2: {networks: [default]}
              cache: {hostname: one}
              one: {image: x}
            """, ["NAME": "jarvis-api-8766"])
        for word in ["api", "jarvis-api-8766", "jarvis-api", "backend"] { #expect(file.service(named: word)?.name == "api", "\(word)") }
        #expect(file.service(named: "one")?.name == "one")
        #expect(file.service(named: "default") == nil)
    }

    @Test("Anchors, merge keys and the first format without `services`")
    func shapes() throws {
        let merged = try compose(
            "x-base: &base {ports: ['1:2'], environment: {A: 1}}\nservices:\n  api:\n    <<: *base\n    container_name: c\n")
        #expect(merged.services.map(\.name) == ["api"])
        #expect(merged.services[0].ports.first?.host == 1)
        #expect(merged.services[0].environment.keys.sorted() == ["A"])
        #expect(try compose("api: {ports: ['1:2']}").services.map(\.name) == ["api"])
        #expect(try compose("services:\n").services.isEmpty)
    }

    @Test("Names of the environment in both forms; a name alone takes compose's own value")
    func environment() throws {
        let file = try compose("services: {a: {environment: [A=1, B, C=x=y]}, b: {environment: {D: '2', E: }}}", ["B": "b"])
        #expect(file.services.map { $0.environment.keys.sorted() } == [["A", "B", "C"], ["D", "E"]])
        #expect(file.services[0].environment == ["A": "1", "B": "b", "C": "x=y"])
    }
}

@Suite(.ownThread) struct PracticeComposeFileTests {
    @Test(
        "The practice Jarvis's own file: found by its container's name, with the port that .env gives",
        arguments: [(nil, 8766), ("9300", 9300)] as [(String?, Int)])
    func practice(port: String?, expected: Int) throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try Files.read("/\(root)/drills/docker-compose.yml")
        let file = ComposeFile(path: "docker-compose.yml", try YAMLReader.read(bytes)) { $0 == "API_PORT" ? port : nil }
        let service = try #require(file.service(named: "jarvis-api"))
        #expect(service.name == "api" && service.usesHostNetwork)
        #expect(service.ports.map(\.host) == [expected])
        #expect(service.otherNames == ["jarvis-api"])
        #expect(service.environment["REDIS_URL"] == "redis://127.0.0.1:6379/0")
    }
}

@Suite(.ownThread) struct ComposeInterpolationTests {
    @Test(
        "Every operator, for a set, an empty and a missing variable",
        arguments: [
            ("$S/$E/$M", "s//"), ("${S}/${E}/${M}", "s//"), ("${S:-d}/${E:-d}/${M:-d}", "s/d/d"), ("${S-d}/${E-d}/${M-d}", "s//d"),
            ("${S:+a}/${E:+a}/${M:+a}", "a//"), ("${S+a}/${E+a}/${M+a}", "a/a/"), ("${S:?e}/${M:?e}", "s/"),
            ("$$S/$$$$/$${S}", "$S/$$/${S}"),
            ("${M:-${S}}", "s"), ("${M:-${E:-x}y}", "xy"), ("${M:-a}${S}", "as"), ("100 $ and $", "100 $ and $"), ("${open", "${open"),
            ("", ""), ("${}", ""),
        ])
    func operators(text: String, result: String) {
        #expect(ComposeInterpolation.resolve(text) { ["S": "s", "E": ""][$0] } == result)
    }

    @Test("Defaults nested without end are left alone")
    func nested() {
        let text = String(repeating: "${M:-", count: 50_000) + String(repeating: "}", count: 50_000)
        #expect(ComposeInterpolation.resolve(text) { _ in nil }.contains("${M:-"))
    }
}
