/// Providers whose keys can be tried without using anything up: each endpoint only tells about models or about the key itself, and
/// none answers without a key.
struct KeyedProvider: Sendable {
    enum Header: Sendable {
        case bearer
        case named(String)
    }

    let name: String
    /// Where the key stands, the usual name first.
    let variables: [String]
    let endpoint: String
    let header: Header
    /// What else the endpoint wants to be sent.
    var extra: [(name: String, value: String)] = []
    /// A status by which this one also refuses a key, if its answer holds the word; Google and xAI answer 400.
    var alsoRefuses: (status: Int, word: String)?

    /// The name in the variable that replaces the endpoint: `JARVIS_OPS_PROVIDER_URL_GROQ`.
    var override: String { "JARVIS_OPS_PROVIDER_URL_\(name.uppercased())" }

    static let all: [KeyedProvider] = [
        KeyedProvider(name: "groq", variables: ["GROQ_API_KEY"], endpoint: "https://api.groq.com/openai/v1/models", header: .bearer),
        // Its list of models is public; this one tells about the key.
        KeyedProvider(name: "openrouter", variables: ["OPENROUTER_API_KEY"], endpoint: "https://openrouter.ai/api/v1/key", header: .bearer),
        KeyedProvider(name: "openai", variables: ["OPENAI_API_KEY"], endpoint: "https://api.openai.com/v1/models", header: .bearer),
        KeyedProvider(
            name: "anthropic", variables: ["ANTHROPIC_API_KEY"], endpoint: "https://api.anthropic.com/v1/models",
            header: .named("x-api-key"), extra: [("anthropic-version", "2023-06-01")]),
        KeyedProvider(
            name: "xai", variables: ["XAI_API_KEY", "GROK_API_KEY"], endpoint: "https://api.x.ai/v1/models", header: .bearer,
            alsoRefuses: (400, "incorrect api key")),
        KeyedProvider(name: "mistral", variables: ["MISTRAL_API_KEY"], endpoint: "https://api.mistral.ai/v1/models", header: .bearer),
        KeyedProvider(name: "deepseek", variables: ["DEEPSEEK_API_KEY"], endpoint: "https://api.deepseek.com/models", header: .bearer),
        KeyedProvider(
            name: "gemini", variables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
            endpoint: "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1", header: .named("x-goog-api-key"),
            alsoRefuses: (400, "api_key_invalid")),
        KeyedProvider(name: "cohere", variables: ["COHERE_API_KEY"], endpoint: "https://api.cohere.com/v1/models", header: .bearer),
        KeyedProvider(name: "together", variables: ["TOGETHER_API_KEY"], endpoint: "https://api.together.xyz/v1/models", header: .bearer),
    ]
}
