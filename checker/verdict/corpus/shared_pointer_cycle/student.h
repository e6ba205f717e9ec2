#pragma once

#include <memory>

struct Node {
  std::shared_ptr<Node> next;
};

inline void Ring() {
  auto node = std::make_shared<Node>();
  node->next = node;
}
