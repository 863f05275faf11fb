public import HTTPKit
internal import JSONKit
internal import SystemKit

/// A ticket: an issue at GitHub or GitLab, else a file.
public struct Ticket: Sendable {
    /// Where issues are opened.
    public enum Tracker: Sendable, Equatable {
        /// `owner/name`.
        case gitHub(String)
        /// `group/project`, with as many groups as there are.
        case gitLab(String)

        /// Reads `github:owner/name` or `gitlab:group/project`; nil for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let kind = parts.first, let name = parts.last else { return nil }
            let path = name.split(separator: "/", omittingEmptySubsequences: false)
            let isPath = path.allSatisfy { part in
                !part.isEmpty && part.first != "." && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
            }
            switch kind.lowercased() {
            case "github" where isPath && path.count == 2: self = .gitHub(name)
            case "gitlab" where isPath && path.count >= 2: self = .gitLab(name)
            default: return nil
            }
        }

        /// The public service's API.
        public var publicAddress: String {
            switch self {
            case .gitHub: "https://api.github.com"
            case .gitLab: "https://gitlab.com/api/v4"
            }
        }
    }

    /// GitHub takes 256 characters, GitLab 255.
    static let titleLimit = 255
    /// GitHub's limit; GitLab takes a million.
    static let bodyLimit = 65_536

    private let notice: IncidentNotice

    public init(_ notice: IncidentNotice) { self.notice = notice }

    private var title: String { TextLimit.cut(notice.headline, to: Ticket.titleLimit) }
    private var body: String { TextLimit.cut(notice.markdown, to: Ticket.bodyLimit) }

    /// - Parameter base: the API's address, without a slash at the end.
    public func delivery(to tracker: Tracker, base: HTTPURL, token: String) -> Delivery {
        var url = base
        let root = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
        switch tracker {
        case .gitHub(let name):
            // docs.github.com, "REST API endpoints for issues", "Create an issue".
            url.path = "\(root)/repos/\(name)/issues"
            return Delivery(
                post: JSONBody(["title": title.json, "body": body.json]), to: url,
                headers: [HTTPHeader("Accept", "application/vnd.github+json"), HTTPHeader("X-GitHub-Api-Version", "2022-11-28")],
                secretHeaders: [HTTPHeader("Authorization", "Bearer \(token)")], answer: .gitHub, isRepeatable: false)
        case .gitLab(let name):
            // docs.gitlab.com, "Issues API", "New issue"; a project's path is one segment, its slashes encoded.
            url.path = "\(root)/projects/\(PercentEncoding.encode(name))/issues"
            return Delivery(
                post: JSONBody(["title": title.json, "description": body.json]), to: url,
                secretHeaders: [HTTPHeader("PRIVATE-TOKEN", token)], answer: .gitLab, isRepeatable: false)
        }
    }

    /// - Parameter directory: absolute; the file is named after the run, so that it is never there yet.
    public func delivery(toDirectory directory: String) -> Delivery {
        let name = notice.incident.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(80)
        let path = "\(directory)/\(notice.run)-\(name).md"
        let text = "# \(title)\n\n\(body)"
        return Delivery(
            .file(path: path, bytes: Array(text.utf8)), target: path,
            shown: ShownRequest(method: "write", url: path, headers: [], body: .text(text)))
    }
}
