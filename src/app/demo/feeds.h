#pragma once
#include "app/demo/pages.h"

namespace hb::app::demo {

/// 明川新闻网: an RSS feed of short descriptions, and the articles.
http::Response news(const City& city, const std::string& base, const http::Request& request, Instant now);
std::string news_link(const std::string& base, const CityPost& post);

/// 明川问答: questions and answers, those of the board 生活 as Atom, those of the others as JSON Feed; and their pages.
http::Response questions(const City& city, const std::string& base, const http::Request& request, Instant now);
std::string question_link(const std::string& base, const CityPost& post);

}  // namespace hb::app::demo
