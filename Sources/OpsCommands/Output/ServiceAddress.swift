internal import Configuration
internal import HTTPKit
internal import JSONKit

/// The API that is asked, and how its address is known.
struct ServiceAddress {
    private let place: String
    private let container: String?
    private let setting: Setting

    init(_ configuration: Configuration) {
        setting = configuration.apiURL
        let origin = (try? HTTPURL.parse(setting.value))?.origin.description ?? "an address that cannot be read"
        place = origin.hasPrefix("http://") ? String(origin.dropFirst(7)) : origin
        // Another one may listen at an address that somebody names.
        container = setting.certainty == .found ? configuration.apiService?.containerName : nil
    }

    /// `api localhost:8766, container jarvis-api (found)`.
    var words: String { "api \(place)\(container.map { ", container \($0)" } ?? "") (\(setting.certainty.rawValue))" }

    var json: JSONValue {
        [
            "address": place.json, "container": container.json, "known": setting.certainty.rawValue.json,
            "source": setting.source.words.json,
        ]
    }
}
