#include "text/select.h"

#include <libxml/xpath.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/html_tree.h"

namespace hb::text {
namespace {

// A page of 400,000 nodes takes one scan per expression; nested scans are what this stops.
constexpr unsigned long kMostSteps = 20'000'000;

struct ExpressionFreer {
  void operator()(xmlXPathCompExpr* e) const { xmlXPathFreeCompExpr(e); }
};
struct ContextFreer {
  void operator()(xmlXPathContext* c) const { xmlXPathFreeContext(c); }
};
struct ObjectFreer {
  void operator()(xmlXPathObject* o) const { xmlXPathFreeObject(o); }
};
using Expression = std::unique_ptr<xmlXPathCompExpr, ExpressionFreer>;
using Context = std::unique_ptr<xmlXPathContext, ContextFreer>;
using Object = std::unique_ptr<xmlXPathObject, ObjectFreer>;

void ignore(void*, xmlErrorPtr) {}

Context context_of(xmlDoc* doc) {
  Context context(xmlXPathNewContext(doc));
  context->error = ignore;  // else libxml2 prints
  context->opLimit = kMostSteps;
  return context;
}

// libxml2 prints when it meets a function that it does not know, so none may reach it.
bool known_functions(std::string_view path) {
  constexpr std::array<std::string_view, 36> kKnown{"and",
                                                    "or",
                                                    "div",
                                                    "mod",
                                                    "node",
                                                    "text",
                                                    "comment",
                                                    "last",
                                                    "position",
                                                    "count",
                                                    "id",
                                                    "local-name",
                                                    "namespace-uri",
                                                    "name",
                                                    "string",
                                                    "concat",
                                                    "starts-with",
                                                    "contains",
                                                    "substring-before",
                                                    "substring-after",
                                                    "substring",
                                                    "string-length",
                                                    "normalize-space",
                                                    "translate",
                                                    "boolean",
                                                    "not",
                                                    "true",
                                                    "false",
                                                    "lang",
                                                    "number",
                                                    "sum",
                                                    "floor",
                                                    "ceiling",
                                                    "round",
                                                    "processing-instruction",
                                                    ""};
  constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:";
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '"' || path[i] == '\'') i = std::min(path.find(path[i], i + 1), path.size());
    if (i >= path.size() || path[i] != '(') continue;
    const size_t end = path.find_last_not_of(" \t\r\n", i == 0 ? std::string_view::npos : i - 1) + 1;
    std::string_view name = i == 0 ? std::string_view() : path.substr(0, end);
    name.remove_prefix(name.find_last_not_of(kName) + 1);
    if (const size_t axis = name.rfind("::"); axis != std::string_view::npos) name.remove_prefix(axis + 2);
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) return false;
  }
  return true;
}

Result<Expression> compile(xmlXPathContext* context, const std::string& path) {
  const bool fits = !path.empty() && path.size() <= kLongestPath && valid_utf8(path) &&
                    path.find('\0') == std::string::npos && known_functions(path);
  Expression e(fits ? xmlXPathCtxtCompile(context, reinterpret_cast<const xmlChar*>(path.c_str())) : nullptr);
  if (!e) return fail("select.path", path.substr(0, kLongestPath));
  return e;
}

tl::unexpected<Error> failed(const xmlXPathContext& context, const std::string& path) {
  const bool limit = context.opLimit != 0 && context.opCount >= context.opLimit;
  return fail(limit ? "select.costly" : "select.path", path);
}

std::string content_of(xmlNode* node) {
  const std::unique_ptr<xmlChar, decltype(xmlFree)> text(xmlNodeGetContent(node), xmlFree);
  return text ? std::string(trimmed(reinterpret_cast<const char*>(text.get()))) : std::string();
}

class Reader {
 public:
  explicit Reader(const html::Tree& tree) : tree_(tree) {
    for (uint32_t i = 0; i < tree.nodes.size(); ++i) places_.emplace(tree.nodes[i].source, i);
  }

  std::string read(const xmlXPathObject& found, bool one_line) const {
    if (found.type == XPATH_NODESET) {
      if (found.nodesetval == nullptr || found.nodesetval->nodeNr == 0) return {};
      return read(found.nodesetval->nodeTab[0], one_line);
    }
    const std::unique_ptr<xmlChar, decltype(xmlFree)> text(xmlXPathCastToString(const_cast<xmlXPathObject*>(&found)),
                                                           xmlFree);
    return text ? std::string(trimmed(reinterpret_cast<const char*>(text.get()))) : std::string();
  }

 private:
  std::string read(xmlNode* node, bool one_line) const {
    const auto place = node->type == XML_ELEMENT_NODE ? places_.find(node) : places_.end();
    if (place == places_.end()) return node->type == XML_NAMESPACE_DECL ? std::string() : content_of(node);
    return one_line ? tree_.line(place->second) : html::lines(tree_, place->second);
  }

  const html::Tree& tree_;
  std::unordered_map<const xmlNode*, uint32_t> places_;
};

}  // namespace

bool valid_path(const std::string& path) { return compile(context_of(nullptr).get(), path).has_value(); }

Result<std::vector<Record>> select(std::string_view html, const std::string& block, std::span<const Field> fields) {
  auto tree = html::Tree::parse(html);
  if (!tree) return tl::unexpected(tree.error());
  if (tree->nodes[0].source == nullptr) return std::vector<Record>{};
  tree->measure();
  const Context context = context_of(tree->nodes[0].source->doc);
  const auto blocks_path = compile(context.get(), block);
  if (!blocks_path) return tl::unexpected(blocks_path.error());
  std::vector<Expression> paths;
  for (const Field& field : fields) {
    if (field.path.empty()) {
      paths.emplace_back();
      continue;
    }
    auto path = compile(context.get(), field.path);
    if (!path) return tl::unexpected(path.error());
    paths.push_back(std::move(*path));
  }

  const Object blocks(xmlXPathCompiledEval(blocks_path->get(), context.get()));
  if (!blocks) return failed(*context, block);
  if (blocks->type != XPATH_NODESET) return fail("select.path", block);
  if (blocks->nodesetval == nullptr) return std::vector<Record>{};
  if (blocks->nodesetval->nodeNr > static_cast<int>(kMaxRecords)) return fail("select.too-many", block);
  const Reader reader(*tree);
  std::vector<Record> records;
  for (int i = 0; i < blocks->nodesetval->nodeNr; ++i) {
    if (blocks->nodesetval->nodeTab[i]->type != XML_ELEMENT_NODE) return fail("select.path", block);
    Record record;
    for (size_t f = 0; f < fields.size(); ++f) {
      context->node = blocks->nodesetval->nodeTab[i];
      const Object found(paths[f] ? xmlXPathCompiledEval(paths[f].get(), context.get()) : nullptr);
      if (paths[f] && !found) return failed(*context, fields[f].path);
      record.push_back(found ? reader.read(*found, fields[f].one_line) : std::string());
    }
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace hb::text
