#ifndef RACEFREE_CHECKER_EXPLORE_DESCRIPTORS_H_
#define RACEFREE_CHECKER_EXPLORE_DESCRIPTORS_H_

namespace racefree::explore {

// Files, sockets and the like that schedules leave open: a schedule that ends
// in the middle can not close them, and after some thousands there were none
// left.
class Descriptors {
 public:
  // Those that are open now stay.
  void KeepThese();

  // Closes all others.
  void CloseOthers() const;

 private:
  // -1 if it is not known: then nothing is closed.
  int highest_ = -1;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_DESCRIPTORS_H_
