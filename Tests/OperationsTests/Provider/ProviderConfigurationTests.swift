import Glibc
import JSONKit
import Operations
import Probes
import PythonOracle
import SystemKit
import TestSupport
import Testing

/// Which provider is in use, in the shapes such files have, and what a switch changes of them.
@Suite(.ownThread) struct ProviderConfigurationTests {
    private static let practice = """
        {
          "llm": {
            "primary": "groq",
            "providers": [
              {"name": "groq", "enabled": true, "requests_per_minute": 60},
              {"name": "openrouter", "enabled": true, "requests_per_minute": 40.50},
              {"name": "ollama", "enabled": false}
            ]
          }
        }

        """

    /// The shape of the real file (`lifeos/config/jarvis.json`).
    private static let real = #"""
        {"providers":{"groq":{"enabled":true,"model":"m","priority":1},"openrouter":{"enabled":"auto","model":"m","priority":2},\#
        "ollama":{"enabled":false,"model":"m","priority":3}},"router":{"provider":"groq"}}
        """#

    @Test("A file that may not be looked at is not absent")
    func unseen() throws {
        try Fixture.with { fixture in
            #expect(throws: ProviderConfigurationError.missing(ProviderConfiguration.paths.joined(separator: " or "))) {
                try ProviderConfiguration.read(directory: fixture.directory)
            }
            // A link to itself ends the way for every user; a closed directory does not for root.
            try Files.makeDirectories(fixture.path("lifeos"))
            #expect(symlink("config", fixture.path("lifeos/config")) == 0)
            do {
                _ = try ProviderConfiguration.read(directory: fixture.directory)
                Issue.record("it was read")
            } catch ProviderConfigurationError.unreadable(let why) { #expect(why.contains("jarvis.json"), "\(why)") }
        }
    }

    @Test(
        "The real file, under its present and its older name: `auto` counts as on, and can be switched off",
        arguments: ProviderConfiguration.paths)
    func realFile(path: String) throws {
        try Fixture.with { fixture in
            try Files.makeDirectories(Paths.parent(fixture.path(path)))
            try fixture.write(Self.real, to: path)
            let (found, configuration) = try ProviderConfiguration.read(directory: fixture.directory)
            #expect(found == path && configuration.current == "groq" && configuration.place == ".router.provider")
            #expect(configuration.backup() == "openrouter" && configuration.backup(avoiding: ["openrouter"]) == nil)
            let switched = try ProviderConfiguration(configuration.switched(to: "openrouter", disabling: ["groq"]))
            #expect(switched.current == "openrouter" && switched.backup() == nil)
            #expect(try ProviderConfiguration(configuration.switched(to: "groq", disabling: ["openrouter"])).backup() == nil)
        }
    }

    @Test(
        "Each shape is understood: in use, where it stands, whom to fall back on",
        arguments: [
            (practice, "groq", ".llm.primary", "openrouter"), (#"{"provider":"a"}"#, "a", ".provider", nil),
            (#"{"default_provider":"a","providers":["a","b"]}"#, "a", ".default_provider", "b"),
            (#"{"ai":{"primary_provider":"a","fallbacks":["a","c","b"],"providers":["a","b","c"]}}"#, "a", ".ai.primary_provider", "c"),
            (#"{"models":{"default":"gpt","provider":"a"},"backup_provider":"z"}"#, "a", ".models.provider", "z"),
            (
                #"{"providers":{"default":"a","a":{"enabled":true,"priority":1},"b":{"enabled":false},"c":{"priority":3}}}"#, "a",
                ".providers.default", "c"
            ),
            (#"{"llm":{"provider":"a","fallback":"b","providers":{"a":true,"b":false,"c":true}}}"#, "a", ".llm.provider", "c"),
            (#"{"providers":[{"id":"a","enabled":false},{"id":"b","enabled":true}]}"#, "b", ".providers", nil),
            // The last of a repeated key is the one that Python sees.
            (#"{"provider":"a","provider":"b"}"#, "b", ".provider", nil),
        ] as [(String, String, String, String?)])
    func shapes(text: String, current: String, place: String, backup: String?) throws {
        let configuration = try ProviderConfiguration(Array(text.utf8))
        #expect(configuration.current == current)
        #expect(configuration.place == place)
        #expect(configuration.backup() == backup)
    }

    @Test(
        "What tells no provider in use, or tells it twice, is left to a person with what was found",
        arguments: [
            ("{}", "it has "), ("[]", "no object"), (#"{"model":"gpt","temperature":1}"#, "model, temperature"),
            (#"{"provider":"a","llm":{"primary":"b"}}"#, ".provider and .llm.primary"), (#"{"provider":5}"#, "no text"),
            (#"{"provider":""}"#, "empty"), (#"{"provider":"a","providers":["b"]}"#, "not among"),
            (#"{"providers":[{"name":"a","enabled":true},{"name":"b","enabled":true}]}"#, "2 of its providers are enabled"),
            (#"{"provider":"a","providers":["a","a"]}"#, "twice"), (#"{"provider":"a","providers":["a",5]}"#, "no name"),
            (#"{"provider":"a","providers":[{"name":"a","enabled":"yes"}]}"#, "neither true, false nor auto"),
            (#"{"provider":"a","providers":["a"],"llm":{"providers":["a"]}}"#, "2 lists"), ("{\"provider\":\"a\"", "not JSON"),
            ("\u{FEFF}{}", "not JSON"), (#"{"provider":"\ud800"}"#, "empty"),
        ])
    func notUnderstood(text: String, words: String) {
        #expect {
            try ProviderConfiguration(Array(text.utf8))
        } throws: { error in
            "\(error)".contains(words)
        }
    }

    @Test("A switch changes the one name; line ends, numbers, order and the missing last newline stay")
    func switched() throws {
        let text = Self.practice.replacing("\n", with: "\r\n").dropLast(1)
        let new = try ProviderConfiguration(Array(text.utf8)).switched(to: "openrouter")
        #expect(String(decoding: new, as: UTF8.self) == text.replacing(#""primary": "groq""#, with: #""primary": "openrouter""#))
        let off = try ProviderConfiguration(Array(text.utf8)).switched(to: "openrouter", disabling: ["groq"])
        #expect(
            String(decoding: off, as: UTF8.self)
                == text.replacing(#""primary": "groq""#, with: #""primary": "openrouter""#)
                .replacing(#""groq", "enabled": true"#, with: #""groq", "enabled": false"#))
    }

    @Test("Twice is once: the second switch gives the same bytes")
    func again() throws {
        let once = try ProviderConfiguration(Array(Self.practice.utf8)).switched(to: "openrouter", disabling: ["groq"])
        #expect(try ProviderConfiguration(once).switched(to: "openrouter", disabling: ["groq"]) == once)
    }

    @Test("Where only the one that is enabled is in use, both are changed")
    func enabledOnly() throws {
        let text = #"{"providers":[{"name":"a","enabled":true},{"name":"b","enabled":false}]}"#
        let new = try ProviderConfiguration(Array(text.utf8)).switched(to: "b")
        #expect(String(decoding: new, as: UTF8.self) == #"{"providers":[{"name":"a","enabled":false},{"name":"b","enabled":true}]}"#)
    }

    @Test("An unknown one, one that is switched off, one to be disabled at once, and one without a switch are refused")
    func refused() throws {
        let configuration = try ProviderConfiguration(Array(Self.practice.utf8))
        #expect(throws: ProviderConfigurationError.unknownProvider("x", known: ["groq", "openrouter", "ollama"])) {
            try configuration.switched(to: "x")
        }
        #expect(throws: ProviderConfigurationError.disabledProvider("ollama")) { try configuration.switched(to: "ollama") }
        #expect(throws: ProviderConfigurationError.contradiction("groq")) { try configuration.switched(to: "groq", disabling: ["groq"]) }
        #expect(throws: ProviderConfigurationError.cannotDisable("a")) {
            try ProviderConfiguration(Array(#"{"provider":"a","providers":["a","b"]}"#.utf8)).switched(to: "b", disabling: ["a"])
        }
        #expect(configuration.backup(avoiding: ["openrouter"]) == nil)
    }

    @Test("The present name is read before the older one, and a directory with neither says so")
    func reading() throws {
        try Fixture.with { fixture in
            #expect(throws: ProviderConfigurationError.self) { try ProviderConfiguration.read(directory: fixture.directory) }
            try fixture.write(#"{"provider":"old"}"#, to: "lifeos.config.json")
            #expect(try ProviderConfiguration.read(directory: fixture.directory).configuration.current == "old")
            try fixture.makeDirectory("lifeos")
            try fixture.makeDirectory("lifeos/config")
            try fixture.write(#"{"provider":"new"}"#, to: "lifeos/config/jarvis.json")
            let found = try ProviderConfiguration.read(directory: fixture.directory)
            #expect(found.path == "lifeos/config/jarvis.json")
            #expect(found.configuration.current == "new")
        }
    }

    @Test("In random files a switch changes the bytes of the values it means and no others", arguments: 0..<60)
    func property(seed: Int) throws {
        var random = TestRandom(seed: UInt64(seed))
        for _ in 0..<20 {
            let text = RandomConfiguration.make(&random)
            let configuration = try ProviderConfiguration(Array(text.bytes))
            #expect(configuration.current == text.current)
            let new = try configuration.switched(to: text.other, disabling: [text.current])
            #expect(new == text.expected, "\(String(decoding: text.bytes, as: UTF8.self))")
            #expect(try ProviderConfiguration(new).current == text.other)
        }
    }
}

/// A configuration in a random shape with random white space and company, and what a switch must make of it.
private struct RandomConfiguration {
    var bytes: [UInt8] = []
    var expected: [UInt8] = []
    let current: String
    let other: String

    private mutating func add(_ text: String) {
        bytes += text.utf8
        expected += text.utf8
    }

    private mutating func add(_ old: String, becoming new: String) {
        bytes += old.utf8
        expected += new.utf8
    }

    static func make(_ random: inout TestRandom) -> RandomConfiguration {
        let names = ["groq", "open\\\"router", "ölläma", "a b", "x\\u0041y", "日本"].shuffled(using: &random)
        func plain(_ name: String) -> String { (try? JSONReader().read("\"\(name)\""))?.text ?? "" }
        var result = RandomConfiguration(current: plain(names[0]), other: plain(names[1]))
        func space() -> String { ["", " ", "\n", "\r\n  ", "\t"][random.below(5)] }
        func noise() -> String {
            ["1.50", "-0", "1e5", "\"groq\"", "true", "null", "[1, {\"enabled\": true}]", "{\"primary\":\"x\"}", "\"\\ud83d\\ude00\""][
                random.below(9)]
        }
        let listed = Array(names.prefix(2 + random.below(4))).shuffled(using: &random)
        let asObject = random.below(2) == 0
        result.add("{" + space())
        for index in 0..<random.below(3) { result.add("\"n\(index)\":\(space())\(noise())\(space()),") }
        result.add("\"llm\"\(space()):\(space()){")
        let written = JSONWriter.compact.text(.string(JSONString(result.other)))
        result.add("\"primary\":\(space())")
        result.add("\"\(names[0])\"", becoming: written)
        result.add("\(space()),\"extra\":\(noise()),\"providers\":\(space())" + (asObject ? "{" : "["))
        for (index, name) in listed.enumerated() {
            if index > 0 { result.add("," + space()) }
            result.add(asObject ? "\"\(name)\":{\(space())" : "{\"name\":\(space())\"\(name)\",\(space())")
            if random.below(3) == 0 { result.add("\"limit\":\(noise()),") }
            result.add("\"enabled\"\(space()):\(space())")
            if name == names[0] { result.add("true", becoming: "false") } else { result.add("true") }
            result.add(space() + "}")
        }
        result.add((asObject ? "}" : "]") + space() + "}" + space() + "}" + space())
        return result
    }
}
