internal import HTTPKit
internal import Runbook

/// What a runbook calls the things it acts on.
struct RunbookNames {
    var service: String?
    var origin: String?
    var database: String?

    init(_ runbook: Runbook) {
        for step in runbook.incidents.flatMap(\.steps) {
            switch step.action {
            case .compose:
                if service == nil, let target = step.target, target != "all services", !target.contains(",") { service = target }
            case .http(let http):
                if origin == nil, let url = try? HTTPURL.parse(http.url), url.isLoopback { origin = url.origin.description }
            case .sqlite(let file, _): if database == nil { database = file }
            default: break
            }
        }
    }
}
